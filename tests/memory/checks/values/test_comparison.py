"""Values of two texts: right pairs answer one another, wrong ones do not."""

from __future__ import annotations

import re

import pytest

from hexapla.memory.checks.values.comparison import differences
from hexapla.memory.checks.values.modality import modality

RIGHT = [
    ("zh", "fr", "下午3时至6时", "de 15 à 18 heures"),
    ("en", "ar", "from 3 to 6 p.m.", "من الساعة 15/00 إلى الساعة 18/00"),
    ("en", "es", "from 11 to 1 p.m.", "de las 11.00 a las 13.00 horas"),
    ("en", "fr", "until 1.05 p.m.", "jusqu'à 13 h 5"),
    ("de", "en", "um 24 Uhr", "at midnight"),
    ("en", "zh", "from 12 to 2 a.m.", "零时至2时"),
    ("fr", "en", "À 10 heures 5 délégations", "at 10 a.m. 5 delegations"),
    ("zh", "ru", "刚果民主共和国", "ДРК"),
    ("zh", "en", "第九十二届会议", "the ninety-second session"),
    ("zh", "en", "百分之三十八的人", "38 per cent of the people"),
    ("ar", "ru", "الدورة الثانية والتسعون", "девяносто вторая сессия"),
    ("fr", "es", "à 15 heures", "a las 15.00 horas"),
    ("en", "fr", "at 3 p.m. on Friday, 3 May", "le vendredi 3 mai, à 15 heures"),
    ("en", "zh", "between 3 and 5 million trees", "300万至500万棵树"),
    ("zh", "fr", "两个国家", "les deux pays"),
    ("en", "ar", "the two countries", "البلدان"),
    ("zh", "en", "同月8日", "on 8 March"),
    ("zh", "ru", "20世纪90年代", "в 1990-х годах"),
    ("fr", "de", "un délai de dix ans", "ein Jahrzehnt"),
    ("en", "de", "the French Government", "die Regierung Frankreichs"),
    ("zh", "en", "第2款(b)项", "paragraph 2 (b)"),
    ("es", "ar", "párrafo 2 b)", "الفقرة 2 (ب)"),
    ("en", "zh", "third parties", "第三方"),
    ("en", "es", "one and a half million", "un millón y medio"),
    ("en", "zh", "half a million trees", "50万棵树"),
    ("zh", "de", "第三个系统", "ein drittes System"),
    ("es", "zh", "un tercer mandato", "第三个任期"),
    ("en", "es", "between 3 million and more than 10 million", "entre 3 y más de 10 millones"),
    ("ru", "en", "Римский император Август ждал.", "The Emperor Augustus waited."),
    ("zh", "en", "大会第70/1号决议", "resolution 70/1 of the General Assembly"),
    ("de", "fr", "mit Zweidrittelmehrheit", "à la majorité des deux tiers"),
    ("de", "en", "Der Einzehntelanteil bleibt.", "The one-tenth share stays."),
    ("de", "en", "Der Einzehntelanteil", "one tenth"),
    ("en", "ru", "in 2044/45", "в 2044 и 2045 годах"),
    ("en", "ar", "the 1970s", "سبعينات القرن العشرين"),
    ("fr", "zh", "multiplier les récoltes par deux", "使收成翻番"),
    ("es", "ru", "el seguro de un tercero", "страхование третьей партии"),
    ("fr", "ar", "une hausse de 1,5 degré", "ارتفاع بمقدار درجة ونصف"),
    ("en", "ru", "1.5 hours", "полтора часа"),
    ("zh", "es", "数十亿棵树", "miles de millones de árboles"),
    ("zh", "ar", "几十年来", "على مدى عقود"),
    ("en", "ar", "tens of billions of euros", "عشرات مليارات اليوروات"),
    ("es", "ar", "el rey Alfonso X", "الملك ألفونسو العاشر"),
    ("fr", "en", "au XVIII ème siècle", "in the eighteenth century"),
    ("en", "ar", "Augustus built the harbour.", "بنى أغسطس الميناء."),
    ("en", "ar", "the islands of the West Indies", "جزر الهند الغربية"),
    ("fr", "es", "une station dans l'Antarctique", "una estación en la Antártica"),
    ("ru", "zh", "пункт 14 резолюции 91/168", "第91/168号决议第14段"),
    ("ru", "en", "пункт 14 резолюции 91/168", "paragraph 14 of resolution 91/168"),
    ("fr", "en", "voir par. 5 et art. 12", "see para. 5 and art. 12"),
    ("fr", "es", "adopté par 5 voix", "aprobada por 5 votos"),
    ("de", "fr", "mehrere zehn Milliarden Euro", "des dizaines de milliards d'euros"),
    ("en", "ar", "Reports are due every quarter.", "تقدم التقارير كل ثلاثة أشهر."),
    ("zh", "ru", "巴西利卡塔大区", "область Базиликата"),
    ("zh", "de", "方案预算第29款", "Programmhaushalt, Kapitel 29"),
    ("en", "ar", "section 29", "الباب 29"),
    ("en", "ru", "1 P-4 and 2 FS-5", "1 С-4 и 2 ПС-5"),
    ("es", "ar", "un D-1 y 3 P-4", "وظيفة برتبة مد-1 و 3 وظائف برتبة ف-4"),
    ("en", "ru", "There were dozens of them.", "Их были десятки."),
    ("en", "fr", "3 to 4 May, by 4 votes", "du 3 au 4 mai, par 4 voix et 4 abstentions"),
    ("en", "ar", "1 P-4", "وظيفة واحدة من الفئة 4"),
    ("fr", "ar", "2 P-5 et 3 SM-6", "وظيفتان برتبة ف-5 وثلاث وظائف برتبة خ م-6"),
    ("en", "ru", "finance ministers of the G-7", "министры финансов «Большой семерки»"),
    ("en", "ar", "troops of the G-5 Sahel", "جنود المجموعة الخماسية لمنطقة الساحل"),
    ("en", "zh", "a text by the P-5", "常任理事国的案文"),
    ("en", "es", "1 P-3 and 1 G-6", "1 P-3 y 1 SG (CP)"),
    ("en", "de", "half a dozen ships and a couple of boats", "sechs Schiffe und einige Boote"),
    ("en", "fr", "9 boys and 9 girls of 18", "9 garçons et autant de filles sur 18 (18 en tout)"),
    ("en", "zh", "1 P-4 and 1 NPO-2", "1个P-4和1个本国专业人员2级"),
]
WRONG = [
    ("en", "zh", "at 10.10 a.m.", "上午10时", "time 10:10", "time 10:00"),
    ("fr", "en", "à 10 heures", "at 10.10 a.m.", "time 10:00", "time 10:10"),
    (
        "zh",
        "en",
        "刚果民主共和国和秘鲁",
        "the Congo and Peru",
        "Democratic Republic of the Congo",
        "Congo",
    ),
    ("en", "ar", "Guinea-Bissau", "غينيا", "Guinea-Bissau", "Guinea"),
    ("ru", "en", "Китай и Чили", "Japan and Chile", "China", "Japan"),
    ("en", "fr", "imports of coal", "les exportations de charbon", "imports", "exports"),
    ("zh", "en", "2033年11月8日", "7 November 2033", "2033-11-08", "2033-11-07"),
    ("ar", "de", "8 كانون الثاني/يناير", "8. Februar", "01-08", "02-08"),
    ("zh", "en", "270万人", "27 million people", "2700000", "27000000"),
    ("fr", "ru", "article 47", "статья 74", "article 47", "article 74"),
    ("en", "fr", "paragraph 5", "article 5", "paragraph 5", "article 5"),
    ("en", "de", "30 days", "30 Monate", "30 day", "30 month"),
    ("es", "zh", "treinta y seis países", "六十三个国家", "36", "63"),
    ("en", "ru", "$5 million", "5 млн евро", "5000000 dollar", "5000000 euro"),
    ("zh", "fr", "法国和日本", "le Chili et le Japon", "France", "Chile"),
    ("ar", "en", "مجلس الأمن", "the General Assembly", "Security Council", "General Assembly"),
    ("en", "zh", "at 3 p.m.", "下午5时", "time 15:00", "time 17:00"),
    (
        "en",
        "fr",
        "14.3 million, or 6.7 per cent",
        "14,3 millions, soit 7,6 %",
        "6.7 percent",
        "7.6 percent",
    ),
    (
        "zh",
        "en",
        "第四次会议于下午3时15分举行",
        "the 4th meeting at 4.15 p.m.",
        "time 15:15",
        "time 16:15",
    ),
    (
        "en",
        "ru",
        "in the 1970s, and in the twenty-second century",
        "в 1970-х годах и в XXIII веке",
        "22 century",
        "23 century",
    ),
    ("fr", "en", "par. 5", "article 5", "paragraph 5", "article 5"),
    ("ar", "de", "م. 5", "Ziff. 5", "article 5", "paragraph 5"),
    ("es", "ru", "apdo. 5", "прил. 5", "paragraph 5", "annex 5"),
    ("en", "zh", "35 kilometres", "35海里", "35 kilometre", "35 nautical mile"),
    ("en", "ar", "article 6 (3) (c)", "المادة 6 (3) (د)", "(c)", "(d)"),
    ("en", "ru", "3 posts: 1 P-4 and 2 P-2", "3 должности: 1 С-3 и 2 С-2", "P-4", "P-3"),
    ("fr", "ar", "un poste D-1", "وظيفة برتبة مد-2", "D-1", "D-2"),
    ("en", "zh", "a P-3 post", "一个P-4员额", "P-3", "P-4"),
    ("en", "fr", "3 ships, 4 boats and 4 crews", "3 navires, 4 canots et 3 équipages", "4", "3"),
    ("fr", "de", "élus pour neuf ans", "für sechs Jahre gewählt", "9 year", "6 year"),
    ("en", "ru", "about half of them", "примерно треть из них", "1/2", "1/3"),
]


@pytest.mark.parametrize(("one", "other", "source", "target"), RIGHT)
def test_right_pairs_have_no_difference(one: str, other: str, source: str, target: str) -> None:
    assert differences(source, target, (one, other)) == []
    assert differences(target, source, (other, one)) == []


@pytest.mark.parametrize(("one", "other", "source", "target", "ours", "theirs"), WRONG)
def test_a_value_in_place_of_another_is_found(
    one: str, other: str, source: str, target: str, ours: str, theirs: str
) -> None:
    (found,) = differences(source, target, (one, other))
    assert found.source is not None
    assert found.target is not None
    assert (found.source.shown, found.target.shown) == (ours, theirs)


def test_a_state_in_place_of_one_that_an_adjective_still_means_is_found() -> None:
    source = "Greece has many islands, and the Greek coast is long."
    target = "Chile tiene muchas islas, y la costa griega es larga."
    (found,) = differences(source, target, ("en", "es"))
    assert found.target is not None
    assert found.target.shown == "Chile"


@pytest.mark.parametrize(
    ("one", "other", "source", "target"),
    [
        ("zh", "en", "不得提出保留。", "A party shall make reservations."),
        ("fr", "ru", "Le dépositaire ne peut pas agir.", "Депозитарий может действовать."),
        ("en", "de", "The chair shall decide.", "Der Vorsitz kann entscheiden."),
        ("en", "ru", "No one shall be heard twice.", "Никто должен быть заслушан дважды."),
        ("en", "ru", "in no case may it be sold", "ни в коем случае может быть продан"),
        ("fr", "en", "Nul peut être arrêté.", "No one may be arrested."),
        ("en", "es", "non-communicable diseases", "enfermedades transmisibles"),
        ("fr", "ru", "Le travail non rémunéré est compté.", "Оплачиваемый труд учитывается."),
        ("zh", "en", "他在没有翻译的情况下受审。", "He was heard with an interpreter."),
        ("en", "de", "It hasn't been devoid of criticism.", "Das war auch frei von Kritik."),
        (
            *("de", "en"),
            "Sofern der Rat nichts anderes beschließt, sind die Sitzungen nicht öffentlich.",
            "Unless the Council decides otherwise, the meetings shall be open to the public.",
        ),
        (
            *("zh", "fr"),
            "由于法定人数不足，主席无法将提案付诸表决。",
            "Faute de quorum, le Président a mis la proposition aux voix.",
        ),
        (
            *("en", "es"),
            "No State may invoke its law as a reason for refusing to report, and the Committee "
            "requests the parties to send their replies before the end of the next session.",
            "Todo Estado podrá invocar su derecho como motivo para rechazar el envío de informes, "
            "y el Comité pide a las partes que envíen sus respuestas antes del fin del período.",
        ),
        ("en", "fr", "without external supervision", "avec une supervision extérieure"),
        ("es", "ru", "Se abstendrán de usarlas.", "Они продолжают их применять."),
        ("fr", "zh", "Il n'écarte pas une enquête.", "他排除进行调查的可能。"),
        (
            *("en", "ru"),
            "The Chair shall convene the meeting, but shall not vote.",
            "Председатель может созвать заседание, но не должен голосовать.",
        ),
        ("zh", "en", "本条不妨碍国家行事。", "This article prevents a State from acting."),
        (
            *("en", "zh"),
            "No amendments may be made. The Treaty enters into force in June.",
            "可以提出修正。条约将于6月生效。",
        ),
        (
            *("en", "zh"),
            "Observers shall not vote. The President shall open the sessions of the Board.",
            "观察员应投票。主席应宣布理事会会议开幕。",
        ),
        ("es", "en", "La Junta nunca se reunió.", "The Board met."),
        ("es", "en", "El observador jamás votó.", "The observer voted."),
        ("es", "en", "En tal caso ningún miembro votará.", "In that case the members will vote."),
        ("es", "en", "La junta no es tan independiente.", "The board is independent."),
        ("de", "en", "Der Rat ist nicht so unabhängig.", "The council is independent."),
        ("en", "zh", "The board is not as independent as before.", "理事会和以前一样独立。"),
        ("en", "fr", "The term does not simply end.", "Le mandat prend fin."),
        ("ru", "fr", "не помогать развитым странам", "aider les pays les moins avancés"),
        ("en", "zh", "Parties should not merely report.", "各缔约方应仅提交报告。"),
        ("ru", "en", "Совет не просто сообщает.", "The council reports."),
        ("de", "en", "Der Rat tagt nirgends.", "The council meets."),
        ("fr", "de", "Le conseil ne siège plus ici.", "Der Rat tagt hier."),
        ("es", "en", "que por ningún motivo se venderá el registro", "that the register is sold"),
        ("ar", "en", "الترخيص غير متاح.", "The licence is available."),
        (
            "zh",
            "en",
            "该数据库（而非其中的内容）受保护。",
            "The database (but its parts) is protected.",
        ),
        ("de", "es", "nichtübertragbare Krankheiten", "enfermedades transmisibles"),
        ("en", "fr", "They are unable to attend.", "Ils assistent à la réunion."),
        (
            *("en", "fr"),
            "Without an agreement the register is open to all ships of the region that bring goods "
            "between the ports of the parties, and the secretariat does not publish any of it.",
            "Sans accord, le registre est ouvert à tous les navires de la région qui transportent "
            "des biens entre les ports des parties, et le secrétariat en publie une part.",
        ),
        (
            *("fr", "de"),
            "Le secrétariat tient le registre des navires et de leurs propriétaires, établi selon "
            "les règles de la Commission, sans frais. Les navires ne peuvent pas en être rayés.",
            "Das Sekretariat führt das Register der Schiffe und ihrer Eigentümer nach den Regeln "
            "der Kommission ohne Kosten. Die Schiffe können daraus gestrichen werden.",
        ),
    ],
)
def test_what_is_denied_or_demanded_on_one_side_is_found(
    one: str, other: str, source: str, target: str
) -> None:
    assert modality(source, target, (one, other))
    assert modality(target, source, (other, one))


@pytest.mark.parametrize(
    ("one", "other", "source", "target"),
    [
        ("zh", "en", "没有树木的岛屿", "an island without trees"),
        ("en", "fr", "No one shall be heard twice.", "Nul ne peut être entendu deux fois."),
        ("ru", "de", "Реестр не ведётся.", "Das Register wird nicht geführt."),
        ("zh", "en", "任何人不得出售登记册。", "The sale of the register is prohibited."),
        ("fr", "de", "Nul ne peut en être privé.", "Niemandem darf er entzogen werden."),
        ("zh", "fr", "最不发达国家和内陆国家", "les pays les moins avancés et sans littoral"),
        ("ru", "en", "страны, не имеющие выхода к морю", "landlocked countries"),
        ("en", "zh", "They were unable to meet.", "他们无法开会。"),
        ("fr", "ar", "ne pas augmenter les frais", "عدم زيادة التكاليف"),
        ("zh", "en", "代表团不得不推迟行程。", "The delegation had to put off its journey."),
        ("zh", "en", "第四条不因条约终止而失效。", "Article 4 survives the treaty."),
        ("ru", "en", "те, кто не учится и не работает", "those not in school or work"),
        ("de", "en", "nicht übertragbare Krankheiten", "noncommunicable diseases"),
        ("de", "en", "Nur der Rat nicht.", "Except the Council."),
        ("en", "fr", "Ships do not often stay.", "Les navires restent rarement."),
        ("en", "de", "the film “Don't Wait”", "der Film „Don't Wait“"),
        ("zh", "es", "资源远未达到需要。", "Los recursos están lejos de bastar."),
        ("en", "fr", "unpaid contributions", "les arriérés de contributions"),
        ("en", "zh", "non-governmental organizations", "民间组织"),
        ("es", "en", "mientras no se pruebe la culpa", "until guilt is proved"),
        ("ru", "fr", "пока вина не доказана", "jusqu'à ce que la faute soit établie"),
        ("zh", "en", "他们还没有决定。", "They have yet to decide."),
        ("zh", "ar", "最不希望看到的是选举。", "آخر ما تريده هو الانتخابات."),
        ("ru", "en", "Воды будет не хватать.", "Water will be missed."),
        ("zh", "en", "会不会有影响？", "Will it have an effect?"),
        ("zh", "en", "形成连锁反应", "It may start a chain reaction."),
        ("zh", "ru", "零票反对", "Никто не голосовал против."),
        ("en", "ru", "including but not limited to ships", "включая, в частности, суда"),
        ("en", "zh", "They met without delay.", "他们立即开会。"),
        ("es", "fr", "no se construye ni se vende", "il ne se construit et ne se vend pas"),
        ("ar", "en", "لم يأت أحد.", "No one came."),
        ("de", "en", "Die Mittel sind nicht unbegrenzt.", "The means have their limits."),
        ("zh", "de", "为时已晚，未能改变局面。", "Es kam zu spät, um etwas zu ändern."),
        ("zh", "en", "人们无法使用水源。", "People lose the use of the water."),
        ("en", "ar", "It is not far from here.", "المكان قريب من هنا."),
        ("de", "en", "Der Rat ist nicht so unabhängig.", "The council is less independent."),
        ("en", "fr", "It is not as dry as the north.", "Il est moins sec que le nord."),
        ("en", "zh", "Not just the Board but all shall vote.", "所有人应投票。"),
        ("en", "es", "more than ever", "más que nunca"),
        ("de", "zh", "Keine Befürwortung. Der Rat tritt zusammen.", "认可。理事会开会。"),
        ("en", "zh", "Parties shall attend. They shall not vote.", "各方不得投票。各方应出席。"),
        (
            *("en", "zh"),
            "The Board has 9 members. They shall not be paid. They may be reimbursed.",
            "理事会由9人组成。他们可以报销。他们不领取报酬。",
        ),
        ("ar", "en", "لا أدري لم اخترتها.", "I do not know why I chose her."),
        ("fr", "es", "La plupart ignorent son histoire.", "La mayoría no conoce su historia."),
        ("en", "ar", "This does not, and shall not, limit it.", "لا يحدها هذا ولا ينبغي أن يحدها."),
        ("zh", "en", "条约不属于本协定。", "The treaty is separate from this one."),
        ("zh", "en", "不是已经通知他了吗？", "He has been told."),
        ("zh", "de", "该措施不必要。", "Die Maßnahme ist unnötig."),
        ("en", "ru", "It neither limits nor expands it.", "Это не ограничивает и не расширяет."),
        ("es", "ar", "No limita ni amplía nada.", "لا يقيد هذا الحكم ولا يوسع شيئا."),
        (
            "es",
            "ru",
            "Nadie puede verlo ni tocarlo.",
            "Никто не может смотреть, а также не трогает.",
        ),
        ("en", "fr", "They shall not apply only to ships, but also to ports.", "Ils visent tout."),
        ("en", "de", "Floods disproportionately harm farmers.", "Fluten treffen vor allem Bauern."),
        ("en", "ar", "disproportionate use of weapons", "الاستخدام المفرط للأسلحة"),
        ("en", "zh", "a rule incompatible with the treaty", "与条约相抵触的规则"),
        ("en", "de", "unnecessary harm to ships", "überflüssige Schäden an Schiffen"),
        ("en", "zh", "unreasonable storage fees", "过高的仓储费"),
        ("fr", "en", "une fouille inutilement longue", "an excessively long search"),
    ],
)
def test_languages_deny_in_many_ways(one: str, other: str, source: str, target: str) -> None:
    assert modality(source, target, (one, other)) is None


@pytest.mark.parametrize(
    ("one", "other", "source", "target"),
    [
        ("en", "fr", "Reservations shall not be made.", "Les réserves sont exclues."),
        ("en", "fr", "Ships must not enter the port.", "Les navires évitent le port."),
        ("en", "es", "Ships must not enter the port.", "Los buques evitarán el puerto."),
        (
            *("en", "fr"),
            "Such crimes should not remain unpunished.",
            "Il convient de lutter contre l'impunité de ces crimes.",
        ),
        ("fr", "en", "Ils ne peuvent pas entrer.", "They shall avoid entering."),
        ("zh", "en", "不得扣留船只。", "The detention of ships is unlawful."),
        ("zh", "en", "不得拖延。", "Delays are to be avoided."),
        ("zh", "en", "不得外泄。", "The parties shall prevent leaks."),
        ("en", "zh", "Delays must not occur.", "应避免拖延。"),
        ("en", "ru", "Delays must not occur.", "Задержки исключаются."),
        ("en", "ru", "Ships must not enter the port.", "Суда избегают захода в порт."),
        ("en", "ar", "Delays must not occur.", "يتعين تجنب التأخير."),
        ("en", "de", "Delays must not occur.", "Verzögerungen sind zu vermeiden."),
        ("fr", "de", "Les navires ne doivent pas entrer.", "Die Einfahrt ist rechtswidrig."),
        ("fr", "en", "Les dons ne peuvent pas être acceptés.", "Gifts are excluded."),
    ],
)
def test_what_must_not_be_is_avoided_excluded_or_unlawful(
    one: str, other: str, source: str, target: str
) -> None:
    assert modality(source, target, (one, other)) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Las partes reconocen el tratado: [no] se podrán formular reservas."),
        ("es", "Las normas [no] podrán modificarse."),
        ("en", "The note shall [not] be altered."),
        ("ar", "لاجئو المنطقة [لا] يجوز طردهم."),
        ("ru", "Независимые эксперты [не] ответили на письмо."),
        ("zh", "无锡市的代表[无法]出席。"),
        ("en", "Notes, unless the Council decides otherwise, shall [not] be altered."),
        ("en", "A note is kept. Unless the Council decides otherwise, it shall [not] be altered."),
    ],
)
def test_what_denies_is_told_with_its_place_and_no_beginning_of_another_word(
    language: str, text: str
) -> None:
    other, said = ("fr", "Les notes sont modifiées.") if language == "en" else ("en", "It is so.")
    if ". " in text:
        said = f"Une note est gardée. {said}"
    before, words, after = re.split(r"[\[\]]", text)
    stances = modality(f"{before}{words}{after}", said, (language, other))
    assert stances is not None
    value = stances[0].value
    assert value is not None and stances[1].value is None
    assert (value.text, value.start, value.end) == (words, len(before), len(before + words))


def test_what_is_demanded_is_told_behind_what_must_not_be() -> None:
    text = "Parties shall not sell ships, and they shall keep a register of these."
    other = "Les parties ne doivent pas vendre de navires, et elles peuvent en tenir un registre."
    stances = modality(text, other, ("en", "fr"))
    assert stances is not None and stances[0].value is not None and stances[1].value is not None
    assert [each.does for each in stances] == ["demanded", "permitted"]
    assert stances[0].value.start == text.rindex("shall")
    assert stances[1].value.start == other.index("peuvent")


def test_a_denial_again_and_again_takes_no_longer_than_its_text() -> None:
    """An expression that goes back over each way to join them would not come to its end."""
    denied = "Срок " + "не более " * 43 + "дней"
    assert modality(denied, "The term is short.", ("ru", "en")) is None


def test_not_yet_is_a_denial_and_so_is_not_unduly() -> None:
    said = "Комитет пока не принял решения."
    assert modality(said, "The Committee has not yet adopted a decision.", ("ru", "en")) is None
    assert modality(said, "The Committee has adopted a decision.", ("ru", "en"))
    assert modality("缔约国不得不当干涉。", "The parties shall interfere.", ("zh", "en"))
