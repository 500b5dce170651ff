"""TBX of both editions is read, and what is written is TBX-Basic."""

from __future__ import annotations

import re
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from lxml import etree

from hexapla.corpora.errors import StoreError
from hexapla.memory.formats.reading import Losses
from hexapla.memory.formats.terms.tbx import Edition, read_tbx_concepts, write_tbx_concepts
from hexapla.memory.termbase import Concept, Term, TermStatus
from tests.memory.formats.terms.concepts import CONCEPTS

# The structure of TBX-Basic, with the names of the first edition (after the core structure of the
# standard), and the data categories with their values that it has.
STRUCTURE = """
<!ENTITY % more "(descrip | admin | transacGrp | note | ref)*">
<!ELEMENT martif (martifHeader, text)>
<!ATTLIST martif type CDATA #REQUIRED style CDATA #IMPLIED xml:lang CDATA #REQUIRED>
<!ELEMENT martifHeader (fileDesc, encodingDesc?)>
<!ELEMENT fileDesc (titleStmt?, sourceDesc+)>
<!ELEMENT titleStmt (title)>
<!ELEMENT title (#PCDATA)>
<!ELEMENT sourceDesc (p+)>
<!ELEMENT encodingDesc (p+)>
<!ELEMENT p (#PCDATA)>
<!ATTLIST p type CDATA #IMPLIED>
<!ELEMENT text (body)>
<!ELEMENT body (termEntry+)>
<!ELEMENT termEntry (%more;, langSet+)>
<!ATTLIST termEntry id ID #REQUIRED>
<!ELEMENT langSet (%more;, tig+)>
<!ATTLIST langSet xml:lang CDATA #REQUIRED>
<!ELEMENT tig (term, termNote*, %more;)>
<!ATTLIST tig id ID #IMPLIED>
<!ELEMENT term (#PCDATA)>
<!ELEMENT termNote (#PCDATA)>
<!ATTLIST termNote type (administrativeStatus) #REQUIRED>
<!ELEMENT descrip (#PCDATA)>
<!ATTLIST descrip type (subjectField) #REQUIRED>
<!ELEMENT admin (#PCDATA)>
<!ATTLIST admin type (source) #REQUIRED>
<!ELEMENT transacGrp (transac, (transacNote | date)*)>
<!ELEMENT transac (#PCDATA)>
<!ATTLIST transac type (transactionType) #REQUIRED>
<!ELEMENT transacNote (#PCDATA)>
<!ATTLIST transacNote type (responsibility) #REQUIRED>
<!ELEMENT date (#PCDATA)>
<!ELEMENT note (#PCDATA)>
<!ELEMENT ref (#PCDATA)>
<!ATTLIST ref type (crossReference) #REQUIRED target IDREF #IMPLIED>
"""
RENAMED = {
    "tbx": "martif",
    "tbxHeader": "martifHeader",
    "conceptEntry": "termEntry",
    "langSec": "langSet",
    "termSec": "tig",
}
STATUSES = {f"{each}Term-admn-sts" for each in TermStatus}


@pytest.mark.parametrize("edition", Edition)
def test_what_is_written_is_tbx_basic_and_comes_back(edition: Edition, tmp_path: Path) -> None:
    path = tmp_path / "terms.tbx"
    assert write_tbx_concepts(path, CONCEPTS, edition=edition) == len(CONCEPTS)
    root = etree.parse(path).getroot()
    assert root.get("type") == "TBX-Basic"
    assert (etree.QName(root).namespace or "") in {"", "urn:iso:std:iso:30042:ed-2"}
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        element.tag = RENAMED.get(name, name)
    etree.cleanup_namespaces(root)
    plain = etree.fromstring(re.sub(rb' xmlns="[^"]*"', b"", etree.tostring(root)))
    structure = etree.DTD(StringIO(STRUCTURE))
    assert structure.validate(plain), structure.error_log
    assert {each.text for each in plain.iter("termNote")} <= STATUSES
    assert list(read_tbx_concepts(path)) == [replace(each, who="", made=None) for each in CONCEPTS]


def test_the_style_with_elements_for_categories_is_read(tmp_path: Path) -> None:
    path = tmp_path / "terms.tbx"
    path.write_text(
        """<tbx xmlns="urn:iso:std:iso:30042:ed-2" xmlns:m="http://www.tbxinfo.net/ns/min"
        type="TBX-Min" style="dct" xml:lang="en"><tbxHeader><fileDesc><sourceDesc><p>x</p>
        </sourceDesc></fileDesc></tbxHeader><text><body><conceptEntry id="a">
        <m:subjectField>rivers</m:subjectField>
        <langSec xml:lang="en"><termSec><term>river</term>
        <m:administrativeStatus>preferredTerm-admn-sts</m:administrativeStatus></termSec></langSec>
        <langSec xml:lang="ja"><termSec><term>川</term></termSec></langSec>
        <langSec xml:lang="ar"><termSec><term>نهر</term></termSec></langSec>
        </conceptEntry><conceptEntry id="b"><langSec xml:lang="ja"><termSec><term>木</term>
        </termSec></langSec></conceptEntry></body></text></tbx>""",
        "utf-8",
    )
    losses = Losses()
    river = Term("en", "river", TermStatus.PREFERRED)
    assert list(read_tbx_concepts(path, losses)) == [
        Concept((river, Term("ar", "نهر")), domain="rivers")
    ]
    assert [loss.cause for loss in losses.found()] == [
        "'ja' is no language of ours",
        "has no term in a language of ours",
    ]


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "terms.tbx"
    path.write_text("<tmx><body/></tmx>", "utf-8")
    with pytest.raises(StoreError, match="is no TBX, but a file of <tmx>"):
        list(read_tbx_concepts(path))
