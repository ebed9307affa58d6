# Builds a plan of bench-trees with relibmss, and prints the seconds to the number of minimal sets, the
# chance of the top event, and that number.
import sys, time
import relibmss as ms

sys.setrecursionlimit(100000)
plan = [line.split() for line in open(sys.argv[1])]
chances = {words[1]: float(words[2]) for words in plan if words[0] == "event"}
start = time.perf_counter()
bdd = ms.BDD()
nodes = {}
for words in plan:
    if words[0] == "event":
        nodes[words[1]] = bdd.defvar(words[1])
    elif words[0] == "gate":
        colon = words.index(":")
        args = [nodes[word] for word in words[colon + 1:]]
        if words[2] == "and":
            nodes[words[1]] = bdd.And(args)
        elif words[2] == "or":
            nodes[words[1]] = bdd.Or(args)
        else:
            nodes[words[1]] = bdd.kofn(int(words[3]), args)
    else:
        top = nodes[words[1]]
sets = top.minpath().count()
took = time.perf_counter() - start
print(took, repr(top.prob(chances)), sets)
