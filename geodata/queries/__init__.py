"""All SQL, one file per noun. A function takes a session and gives rows, frames or bytes."""
