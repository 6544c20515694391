"""Holdfast: the safeguarding record of a local partnership."""
