use crate::structure::*;
use super::forest::*;
pub fn probe(s: &Structure, root: Node) {
    let t = std::time::Instant::now();
    let m = modules(s, root);
    let tm = t.elapsed();
    let big: Vec<_> = m.modules.iter().map(|m| (m.structure.args(m.root).len(), m.structure.leaf_count(), m.structure.len())).collect();
    println!("  modules {} in {:?}; top {:?}", big.len(), tm, m.top);
    let mut tot = [0usize;7]; let mut liv=[0usize;7]; let mut tt=[std::time::Duration::ZERO;7];
    for md in &m.modules {
        for (i, o) in [Order::AsBuilt, Order::LeavesFirst, Order::SmallFirst, Order::LargeFirst, Order::SharedFirst, Order::Layers, Order::Pulled].into_iter().enumerate() {
            let t = std::time::Instant::now();
            let ord = ordered(&md.structure, md.root, o);
            let mut f = Forest::new(10_000_000);
            let r = f.draw(&md.structure, md.root, &ord);
            tt[i] += t.elapsed();
            liv[i] += f.cells.len();
            if let Some(r) = r { let mut seen = vec![false; f.cells.len()]; let mut st = vec![r]; while let Some(n) = st.pop() { if n > 1 && !std::mem::replace(&mut seen[n as usize], true) { tot[i] += 1; st.push(f.cells[n as usize].low); st.push(f.cells[n as usize].high); } } } else { tot[i] += 1_000_000_000; }
            if i == 2 && ord.len() > 20 { println!("   module vars {} gates {} -> live {} arena {}", ord.len(), md.structure.len(), tot[i], f.cells.len()); }
        }
    }
    for i in 0..7 { println!("   {} final {} arena {} {:?}", ["asbuilt","leavesfirst","small","large","shared","layers","force"][i], tot[i], liv[i], tt[i]); }
}
