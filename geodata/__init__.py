"""Geography of grid-based governance: frames and numbers in, frames and numbers out.

Nothing here knows the web. See docs/architecture.md for the rooms of the house.
"""
