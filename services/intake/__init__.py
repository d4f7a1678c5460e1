"""Intake (受理): households, applications, cases, benefits, payments, and the life of each until it ends."""
