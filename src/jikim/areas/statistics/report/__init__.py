"""The employer's report: a frozen release and its reference put into words, charts and pages. Reads nothing else."""
