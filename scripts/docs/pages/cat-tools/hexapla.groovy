/*:name = hexapla :description = Look the current segment up in hexapla serve
 *
 * Shows what the memory has for the segment that is open: matches, parts and terms, with the
 * paragraph that each is from. Without an editor (--script on the command line) every segment is
 * looked up. HEXAPLA_URL is the address of the server, HEXAPLA_TOKEN its token, where it has one.
 */
import groovy.json.JsonSlurper

// The command line runs it when the project is loaded, and at other times again.
if (binding.hasVariable('eventType') && "$eventType" != 'LOAD') {
    return
}
// The window of the scripts; the command line has none.
def out = binding.hasVariable('console') ? console : System.out
def address = (System.getenv('HEXAPLA_URL') ?: 'http://127.0.0.1:8888').replaceAll('/+$', '')
def token = System.getenv('HEXAPLA_TOKEN')
def properties = project.projectProperties
if (!properties) {
    out.println('hexapla: open a project first')
    return
}
def pair = [
    source: properties.sourceLanguage.languageCode.toLowerCase(),
    target: properties.targetLanguage.languageCode.toLowerCase(),
]

def ask = { String path, String text ->
    def given = (pair + [text: text]).collect { name, value ->
        "$name=${URLEncoder.encode(value, 'UTF-8')}"
    }
    def connection = new URL("$address/$path?${given.join('&')}").openConnection()
    connection.connectTimeout = 3000
    connection.readTimeout = 20000
    if (token) {
        connection.setRequestProperty('Authorization', "Bearer $token")
    }
    if (connection.responseCode != 200) {
        def said = connection.errorStream?.getText('UTF-8') ?: "status $connection.responseCode"
        throw new IOException(said)
    }
    new JsonSlurper().parseText(connection.inputStream.getText('UTF-8'))
}

def show = { String text ->
    out.println("> $text")
    def matches = ask('match', text)
    matches.each { out.println("${it.score} %  ${it.symbol}#${it.reference}\n    ${it.target}") }
    if (!matches.any { it.score >= 99 }) {
        ask('fragments', text).fragments.findAll { it.target }.each {
            out.println("part  ${it.symbol}#${it.reference}\n    ${it.text} = ${it.target}")
        }
    }
    ask('terms', text).findAll { it.renderings }.each {
        out.println("term  ${it.text} = ${it.renderings*.text.join('; ')}")
    }
}

def current = binding.hasVariable('editor') && editor ? editor.currentEntry : null
try {
    (current ? [current] : project.allEntries)*.srcText.unique().each(show)
} catch (IOException error) {
    out.println("hexapla: $address: ${error.message}")
}
