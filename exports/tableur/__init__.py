"""Tables as people open them, csv, xlsx and ods, written row by row in constant memory (ADR 0027)."""
