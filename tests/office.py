"""Lets LibreOffice accept or reject the tracked changes of a Word document, without a screen."""

from __future__ import annotations

import subprocess
from pathlib import Path

from hexapla.corpora.readers.office import find_office

_LIBRARY = """<!DOCTYPE library:library PUBLIC
 "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
<library:element library:name="Module1"/></library:library>"""
_MACRO = """<!DOCTYPE script:module PUBLIC
 "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">
Sub Decide(source As String, accepted As String, rejected As String)
  Leave(source, accepted, "AcceptAllTrackedChanges")
  Leave(source, rejected, "RejectAllTrackedChanges")
  StarDesktop.terminate()
End Sub
Sub Leave(source As String, target As String, command As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:" + command, "", 0, Array())
  Dim format(0) As New com.sun.star.beans.PropertyValue
  format(0).Name = "FilterName" : format(0).Value = "MS Word 2007 XML"
  document.storeToURL(target, format())
  document.close(True)
End Sub
</script:module>"""
_SECONDS = 300


def decide(document: Path, folder: Path) -> tuple[Path, Path]:
    """Accept, and reject, every tracked change; return the documents that are left."""
    office = find_office()
    assert office, "LibreOffice is not installed"
    profile = folder / "profile"
    accepted, rejected = folder / "accepted.docx", folder / "rejected.docx"
    start = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    library = profile / "user" / "basic" / "Standard"
    if not library.exists():
        # It makes the list of libraries itself, when it first starts.
        _run([*start, "--terminate_after_init"])
    library.mkdir(parents=True, exist_ok=True)
    for name, text in (("script.xlb", _LIBRARY), ("Module1.xba", _MACRO)):
        (library / name).write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}', "utf-8")
    places = ",".join(f'"{path.as_uri()}"' for path in (document, accepted, rejected))
    _run([*start, f"macro:///Standard.Module1.Decide({places})"])
    return accepted, rejected


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
