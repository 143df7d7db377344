"""Mutants of the curated files, to measure how many wrong facts the gate lets through."""
