"""Alerts as data and rules: kinds of rules, what may be done, when a matter is told again."""
