"""Setting a dispatch in type: text, parts, lines, sheets and fonts. Used by ``build_pdf.py`` alone."""
