//! Circles in a directed graph: who, step by step, leads back to itself.

/// How many circles are told at once.
const MOST: usize = 50;

/// Returns circles of the graph in which node `i` leads to `next(i)`: from each knot of nodes that reach one
/// another at least one circle, every one as its nodes in order. Empty exactly when the graph has no circle.
///
/// *Cost:* linear in nodes and edges, but for the circles told: at most [`MOST`]. No recursion.
pub(crate) fn circles(nodes: usize, next: impl Fn(usize) -> Vec<usize>) -> Vec<Vec<usize>> {
    const NEW: u8 = 0;
    const OPEN: u8 = 1;
    const DONE: u8 = 2;
    let mut state = vec![NEW; nodes];
    let mut told = vec![false; nodes];
    let mut found = Vec::new();
    for root in 0..nodes {
        if state[root] != NEW {
            continue;
        }
        let mut path = vec![(root, next(root).into_iter())];
        state[root] = OPEN;
        while let Some((node, edges)) = path.last_mut() {
            let Some(to) = edges.next() else {
                state[*node] = DONE;
                path.pop();
                continue;
            };
            match state[to] {
                NEW => {
                    state[to] = OPEN;
                    path.push((to, next(to).into_iter()));
                }
                OPEN if found.len() < MOST => {
                    let from =
                        path.iter().position(|(node, _)| *node == to).expect("an open node is on the path");
                    let circle: Vec<usize> = path[from..].iter().map(|(node, _)| *node).collect();
                    if !circle.iter().all(|node| told[*node]) {
                        circle.iter().for_each(|node| told[*node] = true);
                        found.push(circle);
                    }
                }
                _ => {}
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(edges: &[(usize, usize)], nodes: usize) -> Vec<Vec<usize>> {
        circles(nodes, |from| edges.iter().filter(|edge| edge.0 == from).map(|edge| edge.1).collect())
    }

    #[test]
    fn every_step_is_named() {
        assert!(of(&[(0, 1), (1, 2), (0, 2)], 3).is_empty());
        assert_eq!(of(&[(0, 1), (1, 2), (2, 0)], 3), [[0, 1, 2]]);
        assert_eq!(of(&[(1, 1), (0, 1)], 2), [[1]]);
    }

    proptest! {
        #[test]
        fn a_circle_is_found_exactly_when_there_is_one(edges in prop::collection::vec((0usize..7, 0usize..7), 0..14)) {
            let found = of(&edges, 7);
            for circle in &found {
                for (at, node) in circle.iter().enumerate() {
                    prop_assert!(edges.contains(&(*node, circle[(at + 1) % circle.len()])));
                }
            }
            // Independent: repeatedly strike nodes without a way out; what is left has a circle.
            let mut left: Vec<bool> = vec![true; 7];
            while let Some(end) = (0..7).find(|n| left[*n] && !edges.iter().any(|e| e.0 == *n && left[e.1])) {
                left[end] = false;
            }
            prop_assert_eq!(left.iter().any(|l| *l), !found.is_empty());
        }
    }
}
