"""Who is told what, by which way and when, and in which words: tables and arithmetic, no SQL."""
