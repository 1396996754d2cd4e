"""One question per file, answered by pure functions: frames in, frames out; no SQL, no files."""
