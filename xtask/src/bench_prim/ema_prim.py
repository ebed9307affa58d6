"""PRIM of EMA Workbench: file, peel_alpha, first input, number of inputs, mark of interest."""
import sys

import pandas
from ema_workbench.analysis import prim

file, alpha, first, n, mark = sys.argv[1:]
cases = pandas.read_csv(file)
start = list(cases.columns).index(first)
found = prim.Prim(
    cases.iloc[:, start : start + int(n)], cases[mark].values, threshold=0.8, peel_alpha=float(alpha)
).find_box()
for _, box in found.peeling_trajectory.iterrows():
    print("box", box["coverage"], box["density"], int(box["res_dim"]))
