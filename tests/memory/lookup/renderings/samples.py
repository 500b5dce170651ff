"""A memory of our own sentences in five languages, of three documents."""

from __future__ import annotations

from hexapla.corpora.document import Kind
from hexapla.memory.store.store import Store
from hexapla.memory.units import DocumentRecord, Level, Translation, Unit

__all__ = ["SETS", "fill", "filled", "unit"]

# What each set has: symbol, then sentences in some languages.
SETS = {
    "A/RES/60/5": [
        {
            "zh": "向发展中国家提供技术援助。",
            "en": "Technical assistance is provided to developing countries.",
            "ru": "Техническая помощь оказывается развивающимся странам.",
            "ar": "تقدم المساعدة التقنية إلى البلدان النامية.",
            "de": "Den Entwicklungsländern wird technische Hilfe gewährt.",
        },
        {
            "zh": "请一个发展中国家主持会议。",
            "en": "A developing country is requested to chair the meeting.",
            "ru": "Одну из развивающихся стран просят председательствовать на заседании.",
            "ar": "يطلب إلى بلدان نامية أن ترأس الاجتماع.",
            "de": "Ein Entwicklungsland wird gebeten, den Vorsitz zu führen.",
        },
    ],
    "A/RES/74/9": [
        {
            "zh": "发展中国家的债务令人关切。",
            "en": "The debt of Developing Countries is a matter of concern.",
            "ru": "Долг развивающихся стран вызывает обеспокоенность.",
            "ar": "ديون البلدان النامية تبعث على القلق.",
            "de": "Die Schulden der Entwicklungsländer geben Anlass zur Sorge.",
        },
        {
            "zh": "秘书长提出报告。",
            "en": "The Secretary-General submits a report.",
            "ru": "Генеральный секретарь представляет доклад.",
            "ar": "يقدم الأمين العام تقريرا.",
            "de": "Der Generalsekretär legt einen Bericht vor.",
        },
    ],
    "S/RES/2501(2019)": [
        {
            "zh": "会议的费用由会员国承担。",
            "en": "The costs of the meeting are borne by Member States.",
            "ru": "Расходы на заседание несут государства-члены.",
            "ar": "تتحمل الدول الأعضاء تكاليف الاجتماع.",
            "de": "Die Kosten der Tagung tragen die Mitgliedstaaten.",
        },
        {
            "zh": "发展中国家参加会议。",
            "en": "Developing countries take part in the meeting.",
            "ru": "Развивающиеся страны участвуют в заседании.",
            "ar": "تشارك البلدان النامية في الاجتماع.",
            "de": "Entwicklungsländer nehmen an der Tagung teil.",
        },
    ],
}


def unit(symbol: str, place: int, texts: dict[str, str], level: Level = Level.SENTENCE) -> Unit:
    return Unit(
        *(symbol, level, place, f"{place + 1}.1", Kind.OPERATIVE, str(place + 1)),
        *("zh", texts["zh"]),
        tuple(
            Translation(language, text, 0.99, "imported")
            for language, text in texts.items()
            if language != "zh"
        ),
    )


def fill(store: Store, *units: Unit) -> None:
    record = DocumentRecord("zh", "own.tsv", f"{len(units):064}", len(units))
    store.add_units(units, record)


def filled(store: Store) -> Store:
    """Put all sets into a store."""
    fill(
        store,
        *(
            unit(symbol, place, texts)
            for symbol, rows in SETS.items()
            for place, texts in enumerate(rows)
        ),
    )
    return store
