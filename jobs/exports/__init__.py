"""Making exports: what is read, by lots; the file, as a stream; its tries, one after another (ADR 0034)."""
