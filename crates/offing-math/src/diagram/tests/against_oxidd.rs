//! Structures too large for truth tables, against another library's diagrams.

use std::hash::RandomState;

use oxidd::bdd::{BDDFunction, new_manager};
use oxidd::util::SatCountCache;
use oxidd::{BooleanFunction, Manager, ManagerRef};
use proptest::prelude::*;

use super::random::{build_nodes, plans};
use super::*;
use crate::structure::Gate;

/// The share of all cases in which `root` holds, as oxidd counts them.
fn share_by_oxidd(s: &Structure, root: Node, leaves: usize) -> f64 {
    let manager = new_manager(1 << 18, 1 << 16, 1);
    let variables: Vec<BDDFunction> = manager.with_manager_exclusive(|manager| {
        manager.add_vars(leaves as u32).map(|variable| BDDFunction::var(manager, variable).unwrap()).collect()
    });
    let (never, always) =
        manager.with_manager_shared(|manager| (BDDFunction::f(manager), BDDFunction::t(manager)));
    let mut functions: Vec<BDDFunction> = Vec::new();
    for idx in 0..=root.0 {
        let function = match s.gate_of(Node(idx)) {
            Gate::Always(holds) => {
                if holds {
                    always.clone()
                } else {
                    never.clone()
                }
            }
            Gate::Leaf(leaf) => variables[leaf as usize].clone(),
            Gate::All(args) => {
                args.iter().fold(always.clone(), |all, arg| all.and(&functions[arg.idx()]).unwrap())
            }
            Gate::Any(args) => {
                args.iter().fold(never.clone(), |any, arg| any.or(&functions[arg.idx()]).unwrap())
            }
            Gate::AtLeast(k, args) => {
                let mut so_many = vec![never.clone(); k as usize + 1];
                so_many[0] = always.clone();
                for arg in args {
                    for j in (1..=k as usize).rev() {
                        so_many[j] = functions[arg.idx()].ite(&so_many[j - 1], &so_many[j]).unwrap();
                    }
                }
                so_many.pop().unwrap()
            }
        };
        functions.push(function);
    }
    let mut counts = SatCountCache::<u64, RandomState>::default();
    functions.pop().unwrap().sat_count(leaves as u32, &mut counts) as f64 / (1_u64 << leaves) as f64
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn structures_of_up_to_forty_leaves((leaves, plans) in plans(21..=40, 40)) {
        let (s, nodes, _) = build_nodes(leaves, &plans);
        let root = *nodes.last().unwrap();
        let diagram = Diagram::draw(&s, root, &Limits::default()).unwrap();
        let (ours, theirs) = (diagram.chance(&vec![0.5; leaves]).holds, share_by_oxidd(&s, root, leaves));
        prop_assert!((ours - theirs).abs() <= 1e-12 * theirs, "{} is not {}", ours, theirs);
    }
}
