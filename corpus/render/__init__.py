"""The corpus in the formats that offices receive: Word, Word 97, old encodings, stamped PDF, scans.

One module a format: ``docx.py`` (with ``wordml.py``, ``package.py``, ``numbering.py``, ``lettering.py``),
``stamped.py``, ``scan.py``, ``office.py`` (LibreOffice). Used by ``corpus/formats.py`` alone; no rule of the
product is used here.
"""
