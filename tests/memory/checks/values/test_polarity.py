"""Words that want a denial: left without one, they tell that it is gone."""

from __future__ import annotations

import pytest

from hexapla.memory.checks.values.modality import modality
from hexapla.memory.checks.values.polarity import left_behind


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        ("es", "Esto no afecta a ningún derecho.", "Esto afecta a ningún derecho."),
        (
            "es",
            "Estos derechos no podrán, en ningún caso, ejercerse.",
            "Estos derechos podrán, en ningún caso, ejercerse.",
        ),
        ("es", "El plazo no es un mes, sino dos.", "El plazo es un mes, sino dos."),
        ("ru", "Никто не должен быть лишен прав.", "Никто должен быть лишен прав."),
        ("ru", "Совет не связан никакими условиями.", "Совет связан никакими условиями."),
        ("fr", "Aucun texte ne peut être modifié.", "Aucun texte peut être modifié."),
        ("fr", "Nul ne peut être privé de ses biens.", "Nul peut être privé de ses biens."),
        (
            "fr",
            "Ils ne peuvent être cités qu'avec accord.",
            "Ils peuvent être cités qu'avec accord.",
        ),
        (
            "de",
            "Nicht der Rat tagt, sondern die Kommission.",
            "Der Rat tagt, sondern die Kommission.",
        ),
        ("en", "The features do not parallel the coast.", "The features do parallel the coast."),
        ("zh", "这不是义务，而是权利。", "这是义务，而是权利。"),
        ("zh", "这不是慈善；而是投资。", "这是慈善；而是投资。"),
        ("en", "The rights are waivable or non-waivable.", "The rights are waivable or waivable."),
        ("es", "un régimen renunciable o no renunciable", "un régimen renunciable o renunciable"),
        ("fr", "des usages agricoles et non agricoles.", "des usages agricoles et agricoles."),
        ("ru", "страны, не имеющие выхода к морю", "страны, имеющие выхода к морю"),
        ("ru", "акты, не имеющие юридической силы", "акты, имеющие юридической силы"),
        ("ru", "по не зависящим от Суда причинам", "по зависящим от Суда причинам"),
        ("ru", "пока отчет не будет утвержден", "пока отчет будет утвержден"),
        ("ru", "тема, которой не уделяют должного внимания", "тема, уделяют должного внимания"),
        ("ru", "Это не затрагивает каких-либо прав.", "Это затрагивает каких-либо прав."),
        ("ru", "Он помог, сам того не зная.", "Он помог, сам того зная."),
        ("es", "a no ser que el Comité decida", "a ser que el Comité decida"),
        ("de", "Das reicht nicht einmal annähernd.", "Das reicht einmal annähernd."),
    ],
)
def test_a_denial_that_was_lost_left_words_behind(language: str, right: str, wrong: str) -> None:
    assert not left_behind(right, language)
    assert left_behind(wrong, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Nadie podrá ser obligado, y en ningún caso se le multará."),
        ("es", "El Consejo decide que por ningún motivo se venderá."),
        ("es", "más que nunca"),
        ("ru", "Каждый, где бы он ни находился, имеет право."),
        ("fr", "Le match nul est acquis."),
        ("fr", "sans qu'aucune partie puisse le modifier"),
        ("en", "They do so, and what they do helps."),
        ("zh", "这不是慈善；而是投资。"),
        ("zh", "不得翻译标签。而是翻译词条。"),
        ("zh", "而是以文件名添加。"),
        ("de", "Das sind keine Almosen; sondern Investitionen."),
        ("en", "No treaty or treaty provision shall be affected."),
        ("fr", "Il n'existe pas de traité ou traité bilatéral en la matière."),
        ("en", "Although some States refuse, these rules do apply."),
        ("en", "As soon as there are any results, members are told."),
        ("en", "There are any number of routes to the coast."),
        ("en", "However, this server does support it."),
        ("de", "junge Menschen oder Menschen mit Behinderungen von hier"),
        ("en", "least developed countries and countries in conflict"),
        ("ru", "на основе имеющейся научной информации"),
        ("ru", "страны, имеющие выход к морю"),
        ("ru", "пока Комитет будет заседать"),
    ],
)
def test_words_that_want_no_denial_are_left_in_peace(language: str, text: str) -> None:
    assert not left_behind(text, language)


def test_a_lost_denial_is_told_however_long_the_text_is_and_whatever_else_it_denies() -> None:
    rest = "the secretariat, which is not a party, keeps no register of ships; " * 9
    resto = "la secretaría, que no es parte, no lleva registro de buques; " * 9
    source = f"{rest}this shall not affect any right."
    assert modality(source, f"{resto}esto no afectará a ningún derecho.", ("en", "es")) is None
    found = modality(source, f"{resto}esto afectará a ningún derecho.", ("en", "es"))
    assert found and found[1].words == "ningún"
