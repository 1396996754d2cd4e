"""Two demo cities, packed: real Washington, D.C., and Shenzhen with synthetic people and events."""
