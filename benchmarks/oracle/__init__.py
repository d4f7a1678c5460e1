"""The rules a second time, as OpenFisca variables, and both put beside one another. OpenFisca is AGPL-3.0: README.md."""
