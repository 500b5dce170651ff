"""What a full stop can belong to besides a sentence: abbreviations by language.

Keys are lower case, without the last stop and without spaces: `p. ej.` is `p.ej`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = [
    "GERMAN_DETERMINERS",
    "LEXICONS",
    "NAME_PARTICLES",
    "RUSSIAN_CONJUNCTIONS",
    "RUSSIAN_OPENINGS",
    "Lexicon",
]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The closed word classes that tell a stop inside a sentence from one at its end.

    `bound`: abbreviations that never end a sentence (titles, `e.g.`). `numeric`: those that hold
    on to a number after them (`No. 15`, `Vol. II`), and are plain words otherwise. `final`: those
    that end a sentence where the next word is written as a beginning (`etc.`). `numbered`: words
    whose number follows them, so that a stop after the number ends a sentence (`annex I.`).
    `words`: abbreviations that are words as well, and end a sentence before a starter (`cap.`).
    `starters`: function words, lower case, whose capital can only mean that a sentence begins.
    """

    bound: frozenset[str]
    numeric: frozenset[str]
    final: frozenset[str]
    numbered: frozenset[str]
    starters: frozenset[str]
    words: frozenset[str] = frozenset()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Citations in Latin script stand in the notes of every language version.
_BOUND = _words(
    "mr mrs ms messrs dr drs prof st mt hon rev amb gen col capt lt sgt maj adm sen rep gov pres"
    " maj cdr cmdr brig cf e.g i.e eg ie vs v viz ca c approx resp incl excl esp al.s ed eds tr"
    " trans transl comp ret retd wm mx cpl pvt pte insp supt det cpt cmdt engr eng atty asst dep"
    " n.b p.s"
)
_NUMERIC = _words(
    "no nos nr vol vols p pp para paras par pars art arts sect sects sec secs chap chaps ch fig"
    " figs tab ser suppl supp add corr rev amend doc docs res dec decl reg regs ref refs"
    " subpara subparas subsect subsec cl cls sched app appx ann pt pts bk col cols l ll n nn est"
    " jan feb mar apr jun jul aug sep sept oct nov"
)
_FINAL = _words(
    "etc al ibid ib id op.cit loc.cit cit seq et.seq ff passim inc ltd corp co bros llc plc jr sr"
    " esq a.m p.m a.d b.c b.c.e c.e n.d s.l est"
)

_ENGLISH = Lexicon(
    bound=_BOUND | _words("mmes mses h.e mlle mme messrs govt dept univ asst assn"),
    numeric=_NUMERIC,
    final=_FINAL,
    numbered=_words(
        "annex annexes appendix subparagraph letter article articles section sections part parts"
        " chapter chapters paragraph paragraphs schedule table figure group category committee plan"
        " volume item title phase class type rule principle option vitamin protocol addendum"
        " war goal target step question point recommendation example case note indicator day form"
    ),
    starters=_words(
        "the a an this that these those it its he she they we i you his her their our there here"
        " in on at by for from with without under over after before during since until while when"
        " where if as although though because however moreover furthermore therefore thus hence"
        " nevertheless nonetheless also finally further in of to and but or nor so yet all some"
        " many most several each every both no not none what which who why how such other another"
        " any few one two three once upon among between through within according pursuant"
        " following given noting recalling in-depth meanwhile instead otherwise accordingly see"
        " both neither either nothing nobody everyone everybody someone anyone similarly likewise"
        " here indeed perhaps rather still even only first second third then later earlier today"
        " now recently currently often never always again"
    ),
)

_FRENCH = Lexicon(
    bound=_BOUND
    | _words(
        "m mm mme mmes mlle mlles mgr vve apr s.e s.exc r.p c.-à-d c.à.d càd p.ex par.ex ex env réf"
        " gén cap col lt cdt amb sén conf prés dir tél adr av bd éd éds trad coll chap.s dép min"
        " secr sté ets amb prof insp adj boul fbg bât arr imp ing arch am cne lcl"
    ),
    numeric=_NUMERIC
    | _words(
        "n nº n° no nos par al all alin chap sect liv t tit fasc fig pl doc rés déc add corr rect"
        " suppl supp s sv add v annexe janv févr avr juill sept oct nov déc"
    ),
    final=_FINAL | _words("etc ibid ibidem suiv ss j.-c cie s.a s.d"),
    numbered=_words(
        "annexe annexes appendice alinéa lettre article articles section sections partie parties"
        " chapitre chapitres paragraphe paragraphes tableau tableaux figure groupe catégorie comité"
        " plan volume point titre phase classe type règle principe option vitamine protocole"
        " additif objectif cible étape question recommandation exemple cas note"
    ),
    starters=_words(
        "le la les l un une des du de d ce cet cette ces il elle ils elles on nous vous je tu son"
        " sa ses leur leurs notre nos en dans au aux à a par pour sur sous avec sans selon depuis"
        " pendant lors lorsque quand si comme bien bienque après avant entre parmi vers chez dès"
        " afin ainsi aussi alors cependant toutefois néanmoins pourtant donc or mais et ou ni car"
        " enfin ensuite puis outre plus tout toute tous toutes chaque certains certaines plusieurs"
        " quelques aucun aucune nul qui que quoi dont où quel quelle ceci cela celui celle ceux"
        " conformément malgré grâce y ne d’autres tel telle tels voir"
        " personne rien chacun chacune lui hier aujourd’hui jamais toujours déjà seul seule seuls"
        " premièrement deuxièmement d’abord quiconque celles-ci ceux-ci celui-ci celle-ci"
    ),
    words=_words("cap col min"),
)

_SPANISH = Lexicon(
    bound=_BOUND
    | _words(
        "sr sra sres sras srta dr dra dres dn d dña ing lic arq gral cnel cap excmo excma ilmo"
        " ilma rvdo sto sta fr mons s.e s.m p.ej ej v.gr vgr aprox ed eds trad coord dir tel av"
        " avda pza admón dpto depto min secr atte prof profa cía emb pto pta tte sgto cte cdte gob"
        " pdte pres vicepte mtro mtra"
        " pbro hno hna avd ctra urb prov mpio bco dir coop ntra ntro sres afmo dcho mte fte p.d"
    ),
    numeric=_NUMERIC
    | _words(
        "núm núms nro nros n párr párrs pár apdo apdos pág págs secc sec cap caps art arts inc"
        " incs lit lits t tít fasc fig figs cuadro doc docs res supl add corr rev anexo ene abr ago"
        " dic febr sept oct nov v f fs"
    ),
    final=_FINAL | _words("etc ibíd ibídem íd ss sigs s.a s.l s.f d.c a.c uds ud vd vds cía s.a.r"),
    numbered=_words(
        "anexo anexos apéndice inciso letra literal artículo artículos sección secciones parte"
        " partes capítulo capítulos párrafo párrafos cuadro cuadros gráfico figura grupo categoría"
        " comité plan volumen tema título fase clase tipo regla principio opción vitamina protocolo"
        " adición apartado lista objetivo meta etapa pregunta"
        " recomendación ejemplo caso nota"
    ),
    starters=_words(
        "el la los las lo un una unos unas este esta estos estas ese esa esos esas aquel aquella"
        " esto eso él ella ellos ellas nosotros yo su sus nuestro nuestra en de del al a ante bajo"
        " con contra desde durante entre hacia hasta mediante para por según sin sobre tras cuando"
        " si como aunque porque pues donde mientras además asimismo también sin embargo no"
        " obstante por así entonces luego finalmente y e o u pero sino ni que qué quién cuál cómo"
        " cada todo toda todos todas algunos algunas muchos muchas varios varias otro otra otros"
        " otras ningún ninguna tal tales se hay conforme dado habida véase véanse"
        " ambos ambas nadie nada alguien quien quienes ello aquello primero después antes ahora hoy"
        " nunca siempre ya solo sólo quizás cualquier cualquiera"
    ),
    words=_words("cap col min gob"),
)

_RUSSIAN = Lexicon(
    bound=_BOUND
    | _words(
        "дж т.е т.к т.н т.о т.ч т.наз т.ск напр см ср проф акад доц ген полк кап лейт инж гр"
        " тов св о р оз ул пл просп бул пер наб обл респ англ фр исп рус лат греч араб кит"
        " франц прибл ок сост ред.-сост пос дер зам нач зав т.обр инсп упр отд адм преп асп"
        " отст пост"
    ),
    numeric=_NUMERIC
    | _words(
        "п пп подп подпп ст ч чч т тт с сс стр гл разд вып рис табл кн док рез доп испр прил прим"
        " д кв час мин корп комн тел ср № ном абз янв февр март апр авг сент окт нояб дек кат л лл"
    ),
    final=_FINAL
    | _words(
        "т.д т.п др пр проч н.э до.н.э долл долл.сша руб коп тыс млн млрд трлн чел экз вв л мин сек"
        " час ч кг км м га изд ред"
    ),
    numbered=_words(
        "приложение приложении приложения приложению приложениях добавление добавлении статья"
        " правило статьи статье статью статьями раздел раздела разделе разделу часть части глава"
        " главы главе пункт пункта пункте пунктом таблица таблице таблицы группа группы группе"
        " категории том тома томе этап этапа этапе класс вариант варианта плана план подпункт"
        " подпункте подпункта список списка списке"
        " цель цели целью задача задачи вопрос вопроса рекомендация рекомендации пример случай"
    ),
    starters=_words(
        "в во на с со к ко о об обо от до по под из за для при у без через над перед после между"
        " среди кроме вместе он она оно они мы я вы его её ее их это этот эта эти эту этого тот та"
        " те то такой такая такие так также тоже как когда если хотя чтобы поскольку однако тем"
        " кроме поэтому затем далее наконец и а но или либо ни не все всё весь вся каждый каждая"
        " каждое некоторые многие ряд что кто какой где почему согласно несмотря благодаря наряду"
        " вместо помимо никто ничто оба обе всегда никогда уже еще ещё лишь только даже именно вот"
        " вследствие вопреки впоследствии ранее позднее сейчас итак ввиду учитывая там"
        " здесь теперь сегодня"
    ),
)

_ARABIC = Lexicon(
    bound=_BOUND | _words("أ.د م.م"),
    numeric=_NUMERIC | _words("ص ص.ص صص ج ط ع مج ف"),
    final=_FINAL | _words("إلخ الخ هـ ق.م ب.م كم كلم سم مم ملم كغ كجم غ"),
    numbered=_words(
        "المرفق مرفق الفرع فرع الجزء الباب الفصل المجموعة الفئة الجدول البند اللجنة التذييل"
        " المادة الفقرة القاعدة القسم الهدف الغاية السؤال التوصية المثال"
    ),
    starters=frozenset(),
)

_GERMAN = Lexicon(
    bound=_BOUND
    | _words(
        "hr hrn fr frl dr prof dipl ing dipl.-ing mag st z.b z.zt d.h u.u i.d.r i.e.s i.w.s o.g"
        " v.a z.hd bzw bzgl vgl ggf ggfs evtl ca rd inkl einschl exkl zzgl abzgl sog gem lt bes"
        " insb insbes ehem geb gest jew mind max ungef urspr verh versch wg hrsg bearb übers"
        " amtl betr dt engl frz russ span arab chin allg entspr gegr durchschn str tel nat intl int"
        " ver präs vors stv stellv gen.-sekr hptm oblt i.v i.s.d i.s.v i.v.m i.h.v a.m ggü zit gg"
        " v d.m d.j d.h botsch fa gebr staatssekr min.-präs reg.-rat uffz verf hptst em med phil"
        " jur iur rer rer.nat h.c habil abgek vorl lfd ständ"
    ),
    numeric=_NUMERIC
    | _words(
        "nr nrn s art abs abschn ziff pkt buchst lit bd bde kap abb tab anl anh anm fn rn rz rdn"
        " dok drs res beschl teilbd aufl jg bl sp jän jan febr mär okt dez uabs"
        " unterabs az bgbl abl gbl rgbl slg rs urt ls bsp kl gr"
    ),
    final=_FINAL
    | _words(
        "usw u.s.w f ff u.dgl dgl n.chr v.chr o.j o.o jh jhs jhdt ebd a.a.o u.a u.ä o.ä i.a z.t m.e"
        " s.o s.u v.h v.t a.d mio mrd tsd std min u.v.m u.a.m"
    ),
    numbered=_words(
        "anlage anlagen anhang artikel artikels abschnitt abschnitts teil teils kapitel kapitels"
        " absatz absatzes ziffer ziffern nummer nummern tabelle abbildung gruppe kategorie"
        " ausschuss plan band punkt titel phase klasse typ regel grundsatz option resolution"
        " resolutionen seite seiten buchstabe satz paragraf paragraph protokoll liste"
        " ziel ziels zielvorgabe frage empfehlung beispiel fall schritt"
        " nr nrn art abs ziff s kap bd abschn dokument tagesordnungspunkt"
    ),
    starters=_words(
        "der die das den dem des ein eine einen einem einer eines dieser diese dieses diesem"
        " diesen jener jene jedes jeder jede alle allen aller alles es er sie wir ich ihr sein"
        " seine ihre unser unsere man in im an am auf aus bei beim mit nach seit von vom vor zu zum"
        " zur zwischen durch für gegen ohne um bis über unter neben hinter während wegen trotz"
        " gemäß laut wenn da als ob weil nachdem obwohl obgleich damit daher deshalb deswegen"
        " dennoch doch jedoch ferner außerdem zudem darüber dabei dazu dafür dagegen danach daraus"
        " darin hierzu hierbei schließlich auch so dann hier dort nur noch nicht kein keine keinen"
        " niemand jemand nichts etwas viele einige mehrere manche beide und oder aber sondern denn"
        " was wer wie wo warum wann welche welcher welches insgesamt insbesondere allerdings"
        " zugleich sowohl weder entsprechend angesichts aufgrund mithilfe anhand somit folglich"
        " ebenso gleichwohl siehe"
    ),
    words=_words("mag max"),
)

LEXICONS: Mapping[str, Lexicon] = MappingProxyType(
    {
        "en": _ENGLISH,
        "fr": _FRENCH,
        "es": _SPANISH,
        "ru": _RUSSIAN,
        "ar": _ARABIC,
        "de": _GERMAN,
    }
)

# What a German ordinal stands after.
GERMAN_DETERMINERS = _words(
    "der die das den dem des ein eine einen einem einer eines im am zum zur vom beim ins ans in ab"
    " seit bis mein dein sein seine seinen seinem seiner seines ihr ihre ihren ihrem ihrer ihres"
    " unser unsere unseren unserem unserer jeder jede jedes jeden jedem jener dieser diese dieses"
    " diesen diesem deren dessen kein keine keinen keiner welche welcher als"
)
# How a Russian sentence begins that opens with a date, and a clause within.
RUSSIAN_OPENINGS = _words(
    "В Во С Со К Ко До За На По После Начиная Согласно Кроме Уже Лишь Только Итак Так Еще"
)
RUSSIAN_CONJUNCTIONS = _words("а и но что когда где если поскольку однако причем хотя")
# Starters that surnames begin with: `J. Le Guin`.
NAME_PARTICLES = _words(
    "an al el la le les los las de du des del der den die von van vom zu zur zum y e"
)
