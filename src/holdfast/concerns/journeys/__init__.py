"""The journeys by which somebody tells, one question to a page."""
