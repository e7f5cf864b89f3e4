"""Written with the answers and the first report."""

__all__: list[str] = []
