"""What the reasoner and the profile say, as faults."""
