"""The few places that join queries and analyses: what a job or a report does, whole."""
