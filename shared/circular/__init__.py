"""Circular 攀民政〔2021〕61号, measure by measure in its own words, and what carries each one out."""
