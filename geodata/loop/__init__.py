"""The closed loop as tables and arithmetic, without SQL."""
