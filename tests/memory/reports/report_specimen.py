"""A document set in seven languages, in our own words, with every kind of row a report shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hexapla.corpora.document import Kind
from hexapla.memory.units import (
    AlignedSet,
    DocumentRecord,
    Level,
    Status,
    Translation,
    Unaligned,
    Unit,
)

__all__ = ["LANGUAGES", "SYMBOL", "large_set", "specimen"]

SYMBOL = "A/RES/81/402"
LANGUAGES = ("zh", "en", "fr", "es", "ru", "ar", "de")

_TITLE = (
    "港口城市的饮用水与卫生设施",
    "Drinking water and sanitation in port cities",
    "Eau potable et assainissement dans les villes portuaires",
    "Agua potable y saneamiento en las ciudades portuarias",
    "Питьевая вода и санитария в портовых городах",
    "مياه الشرب والصرف الصحي في المدن الساحلية ذات الموانئ",
    "Trinkwasser und Sanitärversorgung in Hafenstädten",
)
_ORGAN = (
    "大会，",
    "The General Assembly,",
    "L’Assemblée générale,",
    "La Asamblea General,",
    "Генеральная Ассамблея,",
    "إن الجمعية العامة،",
    "Die Generalversammlung,",
)
_RECALLING = (
    "回顾其2024年12月19日第79/215号决议及此前关于这一主题的所有决议，",
    "Recalling its resolution 79/215 of 19 December 2024 and all its previous resolutions on this "
    "subject,",
    "Rappelant sa résolution 79/215 du 19 décembre 2024 et toutes ses résolutions antérieures sur "
    "la question,",
    "Recordando su resolución 79/215, de 19 de diciembre de 2024, y todas sus resoluciones "
    "anteriores sobre esta cuestión,",
    "ссылаясь на свою резолюцию 79/215 от 19 декабря 2024 года и все свои предыдущие резолюции по "
    "этому вопросу,",
    "إذ تشير إلى قرارها 79/215 المؤرخ 19 كانون الأول/ديسمبر 2024 وإلى جميع قراراتها السابقة بشأن "
    "هذا الموضوع،",
    "unter Hinweis auf ihre Resolution 79/215 vom 19. Dezember 2024 und alle ihre früheren "
    "Resolutionen zu diesem Thema,",
)
_CONCERNED = (
    "关切地注意到在港口城市的非正规住区中，每三户家庭就有一户仍须步行三十分钟以上才能取得清洁用水，"
    "而负责取水的主要是妇女和女童，",
    "Noting with concern that in the informal settlements of port cities one household in three "
    "must still walk more than thirty minutes to reach clean water, and that it is mostly women "
    "and girls who fetch it,",
    "Notant avec préoccupation que, dans les quartiers informels des villes portuaires, un ménage "
    "sur trois doit encore marcher plus de trente minutes pour trouver de l’eau propre, et que ce "
    "sont surtout les femmes et les filles qui vont la chercher,",
    "Observando con preocupación que, en los asentamientos informales de las ciudades portuarias, "
    "uno de cada tres hogares debe todavía caminar más de treinta minutos para llegar al agua "
    "limpia, y que son sobre todo las mujeres y las niñas quienes van a buscarla,",
    "с озабоченностью отмечая, что в неформальных поселениях портовых городов каждой третьей семье "
    "по-прежнему приходится идти за чистой водой более тридцати минут и что за водой ходят главным "
    "образом женщины и девочки,",
    "وإذ تلاحظ مع القلق أن أسرة واحدة من كل ثلاث أسر في المستوطنات العشوائية في المدن الساحلية لا "
    "تزال تضطر إلى السير أكثر من ثلاثين دقيقة للوصول إلى المياه النظيفة، وأن من يتولى جلبها هن في "
    "الغالب النساء والفتيات،",
    "mit Besorgnis feststellend, dass in den informellen Siedlungen der Hafenstädte jeder dritte "
    "Haushalt noch immer mehr als dreißig Minuten zu Fuß gehen muss, um sauberes Wasser zu "
    "erreichen, und dass es zumeist Frauen und Mädchen sind, die es holen,",
)
_WELCOMES = (
    "欢迎秘书长的报告；¹",
    "Welcomes the report of the Secretary-General;¹",
    "Accueille avec satisfaction le rapport du Secrétaire général¹ ;",
    "Acoge con beneplácito el informe del Secretario General¹;",
    "приветствует доклад Генерального секретаря¹;",
    "ترحب بتقرير الأمين العام(1)؛",
    "begrüßt den Bericht des Generalsekretärs¹;",
)
_URGES = (
    "敦促会员国：",
    "Urges Member States:",
    "Exhorte les États Membres :",
    "Insta a los Estados Miembros a que:",
    "настоятельно призывает государства-члены:",
    "تحث الدول الأعضاء على ما يلي:",
    "fordert die Mitgliedstaaten nachdrücklich auf,",
)
_NETWORKS = (
    "到2030年将配水管网扩展至所有港区，并至少每年检测一次水质；",
    "To extend the distribution network to every harbour district by 2030 and to test the quality "
    "of the water at least once a year;",
    "À étendre le réseau de distribution à tous les quartiers portuaires d’ici à 2030 et à "
    "contrôler la qualité de l’eau au moins une fois par an ;",
    "Amplíen la red de distribución a todos los distritos portuarios para 2030 y analicen la "
    "calidad del agua al menos una vez al año;",
    "распространить к 2030 году распределительную сеть на все припортовые районы и проверять "
    "качество воды не реже одного раза в год;",
    "توسيع شبكة التوزيع لتشمل جميع أحياء الموانئ بحلول عام 2030 وفحص نوعية المياه مرة واحدة على "
    "الأقل في السنة؛",
    "das Verteilungsnetz bis 2030 auf alle Hafenviertel auszudehnen und die Wasserqualität "
    "mindestens einmal jährlich zu prüfen;",
)
_BUDGETS = (
    "将不少于百分之十五的港口收费用于公共卫生设施；",
    "To devote no less than 15 per cent of port dues to public sanitation;",
    "À consacrer au moins 15 % des droits de port à l’assainissement public ;",
    "Destinen al saneamiento público no menos del 15 % de las tasas portuarias;",
    "направлять на общественную санитарию не менее 15 процентов портовых сборов;",
    "تخصيص ما لا يقل عن 15 في المائة من رسوم الموانئ للصرف الصحي العام؛",
    "mindestens 15 Prozent der Hafengebühren für die öffentliche Sanitärversorgung einzusetzen;",
)
_REQUESTS = (
    "请秘书长向大会第八十三届会议报告本决议的执行情况；",
    "Requests the Secretary-General to report to the General Assembly at its eighty-third session "
    "on the implementation of the present resolution;",
    "Prie le Secrétaire général de lui rendre compte, à sa quatre-vingt-troisième session, de "
    "l’application de la présente résolution ;",
    "Solicita al Secretario General que en su octogésimo tercer período de sesiones la informe "
    "sobre la aplicación de la presente resolución;",
    "просит Генерального секретаря представить Генеральной Ассамблее на ее восемьдесят третьей "
    "сессии доклад об осуществлении настоящей резолюции;",
    "تطلب إلى الأمين العام أن يقدم إلى الجمعية العامة في دورتها الثالثة والثمانين تقريرا عن تنفيذ "
    "هذا القرار؛",
    "ersucht den Generalsekretär, der Generalversammlung auf ihrer dreiundachtzigsten Tagung über "
    "die Durchführung dieser Resolution Bericht zu erstatten;",
)
_ANNEX = (
    "附件",
    "Annex",
    "Annexe",
    "Anexo",
    "Приложение",
    "المرفق",
    "Anlage",
)
_NOTE = ("A/80/311。", "A/80/311.", "A/80/311.", "A/80/311.", "A/80/311.", "A/80/311.", "A/80/311.")

_DISCLAIMER = {
    "en": "The present version is issued without formal editing.",
    "fr": "La présente version est publiée sans avoir été revue par les services d’édition.",
    "ar": "تصدر هذه الوثيقة دون تحرير رسمي.",
}

_PARAGRAPHS: tuple[tuple[str, Kind, str, tuple[str, ...], tuple[float, ...]], ...] = (
    # reference, kind, label, texts in the order of LANGUAGES, scores of en fr es ru ar de
    ("title", Kind.TITLE, "", _TITLE, (0.99, 0.98, 0.99, 0.97, 0.91, 0.98)),
    ("organ", Kind.ORGAN, "", _ORGAN, (0.99, 0.99, 0.99, 0.99, 0.99, 0.99)),
    ("pp-1", Kind.PREAMBULAR, "", _RECALLING, (0.99, 0.98, 0.98, 0.99, 0.97, 0.98)),
    ("pp-2", Kind.PREAMBULAR, "", _CONCERNED, (0.97, 0.96, 0.88, 0.95, 0.82, 0.96)),
    ("1", Kind.OPERATIVE, "1", _WELCOMES, (0.99, 0.99, 0.99, 0.99, 0.99, 0.99)),
    ("2", Kind.OPERATIVE, "2", _URGES, (0.98, 0.97, 0.98, 0.96, 0.96, 0.84)),
    ("2(a)", Kind.OPERATIVE, "2(a)", _NETWORKS, (0.86, 0.96, 0.97, 0.97, 0.64, 0.97)),
    ("2(b)", Kind.OPERATIVE, "2(b)", _BUDGETS, (0.52, 0.97, 0.98, 0.98, 0.58, 0.98)),
    ("3", Kind.OPERATIVE, "3", _REQUESTS, (0.99, 0.99, 0.98, 0.98, 0.98, 0.99)),
    ("annex", Kind.HEADING, "annex", _ANNEX, (0.99, 0.99, 0.99, 0.99, 0.99, 0.99)),
    ("fn-1", Kind.NOTE, "1", _NOTE, (0.96, 0.96, 0.96, 0.96, 0.96, 0.96)),
)


def specimen(symbol: str = SYMBOL, languages: Iterable[str] = LANGUAGES) -> AlignedSet:
    """Return the set in some of its languages, the source first."""
    source, *targets = languages
    units = [
        _unit(symbol, position, paragraph, source, targets)
        for position, paragraph in enumerate(_PARAGRAPHS)
    ]
    # In German the closing request was found under another number, and a person has decided.
    units[8] = _changed(units[8], "de", label="4", score=0.61, status=Status.REVIEWED)
    units[7] = _changed(units[7], "de", status=Status.REJECTED)
    # French leaves the annex out: its row is gone, and the source paragraph stands alone.
    units[9] = replace(
        units[9], translations=tuple(t for t in units[9].translations if t.language != "fr")
    )
    return AlignedSet(
        symbol=symbol,
        source_language=source,
        documents=tuple(
            DocumentRecord(
                code,
                f"documents/{symbol.replace('/', '_')}-{code.upper()}.docx",
                "0" * 64,
                len(_PARAGRAPHS),
                ("the file name says Russian, the text reads as Ukrainian",)
                if code == "ru"
                else (),
            )
            for code in languages
        ),
        units=tuple(unit for unit in units if unit.translations),
        unaligned=tuple(_unaligned(targets)),
        fingerprint="specimen",
    )


def _unit(
    symbol: str,
    position: int,
    paragraph: tuple[str, Kind, str, tuple[str, ...], tuple[float, ...]],
    source: str,
    targets: Iterable[str],
) -> Unit:
    reference, kind, label, texts, scores = paragraph
    return Unit(
        symbol=symbol,
        level=Level.PARAGRAPH,
        position=position,
        reference=reference,
        kind=kind,
        label=label,
        language=source,
        text=texts[LANGUAGES.index(source)],
        translations=tuple(
            Translation(
                code,
                texts[LANGUAGES.index(code)],
                scores[LANGUAGES.index(code) - 1],
                "label" if label else "similarity",
                label,
            )
            for code in targets
        ),
    )


def _changed(
    unit: Unit,
    language: str,
    *,
    label: str | None = None,
    score: float | None = None,
    status: Status = Status.AUTOMATIC,
) -> Unit:
    return replace(
        unit,
        translations=tuple(
            replace(
                each,
                label=each.label if label is None else label,
                score=each.score if score is None else score,
                status=status,
            )
            if each.language == language
            else each
            for each in unit.translations
        ),
    )


def _unaligned(targets: Iterable[str]) -> Iterable[Unaligned]:
    for code in targets:
        if code == "fr":
            cause = "no counterpart found: the French text has no paragraph annex"
            yield Unaligned("fr", "zh", 9, Kind.HEADING, "annex", _ANNEX[0], cause)
        if code in _DISCLAIMER:
            cause = "no counterpart found in the Chinese text"
            yield Unaligned(code, code, -1, Kind.BODY, "", _DISCLAIMER[code], cause)


def large_set(paragraphs: int, symbol: str = "A/81/9000") -> AlignedSet:
    """Return a Chinese-English set of many paragraphs; every hundredth is doubtful."""
    body = [paragraph for paragraph in _PARAGRAPHS if paragraph[1] is not Kind.TITLE]
    units = []
    for position in range(paragraphs):
        _, _, _, texts, scores = body[position % len(body)]
        number = str(position + 1)
        score = 0.5 if position % 100 == 99 else max(scores[0], 0.95)
        changed = (number, Kind.BODY, number, texts, (score,))
        units.append(_unit(symbol, position, changed, "zh", ["en"]))
    documents = tuple(
        DocumentRecord(code, f"{code}.txt", "0" * 64, paragraphs) for code in ("zh", "en")
    )
    return AlignedSet(symbol, "zh", documents, tuple(units), (), "large")
