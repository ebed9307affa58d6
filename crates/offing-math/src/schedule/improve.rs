use super::generation::{Workbench, mirror, order_by_start, serial};
use super::luck::Luck;
use super::packed::{Direction, Packed};
use super::project::{Project, Schedule};
pub static PAR: std::sync::Mutex<Vec<i64>> = std::sync::Mutex::new(Vec::new());
fn par(i: usize, d: i64) -> i64 { PAR.lock().unwrap().get(i).copied().filter(|x| *x >= 0).unwrap_or(d) }

#[derive(Clone)]
struct Ind { keys: Vec<u32>, order: Vec<u32>, makespan: u64 }

struct Ga<'a, const W: usize> {
    p: &'a Packed<W>, bench: Workbench<W>, luck: Luck, n: usize, generated: u64, best: u32, best_starts: Vec<u32>,
    seg: Vec<u8>, list: Vec<u32>, starts: Vec<u32>,
}
impl<'a, const W: usize> Ga<'a, W> {
    /// decode self.list in direction d, return individual keyed for reversed d.
    fn decode(&mut self, d: Direction, out: &mut Ind) {
        let m = if self.luck.chance(par(15, 0) as usize) { super::generation::parallel(self.p, d, &self.list, &mut self.bench, &mut self.starts) } else { serial(self.p, d, &self.list, &mut self.bench, &mut self.starts) };
        self.generated += 1;
        let sec: u64 = match par(10, 0) { 0 => 0, 1 => self.starts.iter().map(|&x| x as u64).sum(),
          2 => self.starts.iter().zip(&self.p.durations).map(|(&s, &d)| { let e = (s + d) as u64; e * e }).sum(),
          3 => self.starts.iter().zip(&self.p.durations).filter(|(s, d)| **s + **d == m).count() as u64,
          4 => { let k = par(11, 5) as u32; self.starts.iter().zip(&self.p.durations).map(|(&s, &d)| (s + d + k).saturating_sub(m) as u64).sum() }
          _ => self.starts.iter().zip(&self.p.durations).zip(&self.p.needs).map(|((&s, &d), n)| { let w = n[0]; let mut t = 0; for b in 0..8 { t += (w >> (8 * b)) & 255 } (s + d) as u64 * t * d as u64 }).sum() };
        out.makespan = ((m as u64) << 32) + sec;
        if m < self.best {
            self.best = m; self.best_starts.copy_from_slice(&self.starts);
            if d == Direction::Backward { mirror(self.p, &mut self.best_starts, m); }
        }
        out.keys.copy_from_slice(&self.starts);
        mirror(self.p, &mut out.keys, m);
        let b = d.reversed();
        order_by_start(self.p, b, &out.keys, m, &mut self.bench, &mut out.order);
    }
    fn random_list(&mut self, d: Direction, prio: &[u32]) {
        let links = self.p.before(d);
        let n = self.n;
        let mut wait: Vec<usize> = (0..n).map(|i| links.of(i as u32).len()).collect();
        let behind = self.p.before(d.reversed());
        let mut ready: Vec<u32> = (0..n as u32).filter(|&i| wait[i as usize] == 0).collect();
        self.list.clear();
        while !ready.is_empty() {
            let a = self.luck.below(ready.len());
            let b = self.luck.below(ready.len());
            let k = if prio[ready[a] as usize] <= prio[ready[b] as usize] { a } else { b };
            let i = ready.swap_remove(k);
            self.list.push(i);
            for &j in behind.of(i) { wait[j as usize] -= 1; if wait[j as usize] == 0 { ready.push(j) } }
        }
    }
    fn cross(&mut self, fa: &Ind, mo: &Ind) {
        let n = self.n;
        let kind = match par(0, 0) { 3 => self.luck.below(3) as i64, 4 => 1 + self.luck.below(2) as i64, 5 => 2 * self.luck.below(2) as i64, x => x };
        let (mut q1, mut q2);
        loop {
            q1 = self.luck.below(n + 1); q2 = self.luck.below(n + 1);
            if q1 > q2 { std::mem::swap(&mut q1, &mut q2) }
            let len = q2 - q1;
            if len * 100 >= n * par(5, 10) as usize && len * 100 <= n * par(6, 90) as usize { break }
        }
        self.list.clear();
        match kind {
            0 => { // classic: outer from father, inner by mother's order
                self.seg.fill(0);
                for &i in &fa.order[..q1] { self.seg[i as usize] = 1; self.list.push(i); }
                for &i in &mo.order { if self.list.len() >= q2 { break } if self.seg[i as usize] == 0 { self.seg[i as usize] = 1; self.list.push(i); } }
                for &i in &fa.order { if self.seg[i as usize] == 0 { self.list.push(i); } }
            }
            1 => { // DV: partition by father; inner by father, outer by mother
                for (k, &i) in fa.order.iter().enumerate() { self.seg[i as usize] = if k < q1 {0} else if k < q2 {1} else {2}; }
                for &i in &mo.order { if self.seg[i as usize] == 0 { self.list.push(i) } }
                self.list.extend_from_slice(&fa.order[q1..q2]);
                for &i in &mo.order { if self.seg[i as usize] == 2 { self.list.push(i) } }
            }
            _ => { // partition by father; inner by mother, outer by father
                for (k, &i) in fa.order.iter().enumerate() { self.seg[i as usize] = if k < q1 {0} else if k < q2 {1} else {2}; }
                self.list.extend_from_slice(&fa.order[..q1]);
                for &i in &mo.order { if self.seg[i as usize] == 1 { self.list.push(i) } }
                self.list.extend_from_slice(&fa.order[q2..]);
            }
        }
        debug_assert_eq!(self.list.len(), n);
    }
    fn mutate(&mut self, d: Direction) {
        // move a few activities to random feasible positions
        let k = par(2, 1);
        for _ in 0..k {
            if !self.luck.chance(par(3, 50) as usize) { continue }
            let n = self.n;
            let at = self.luck.below(n);
            let i = self.list[at];
            let mut lo = at; 
            let pre = self.p.before(d).of(i); let suc = self.p.before(d.reversed()).of(i);
            while lo > 0 && !pre.contains(&self.list[lo - 1]) { lo -= 1 }
            let mut hi = at;
            while hi + 1 < n && !suc.contains(&self.list[hi + 1]) { hi += 1 }
            let to = lo + self.luck.below(hi - lo + 1);
            if to < at { self.list[to..=at].rotate_right(1) } else { self.list[at..=to].rotate_left(1) }
        }
    }
}

fn lft<const W: usize>(p: &Packed<W>, d: Direction) -> Vec<u32> {
    // negative tail length => priority: smaller is more urgent
    let n = p.len();
    let mut tail = vec![0u32; n];
    let mut go = |i: usize| { let links = p.before(d.reversed()); let t = links.of(i as u32).iter().map(|&j| tail[j as usize] + p.durations[j as usize]).max().unwrap_or(0); tail[i] = t; };
    match d { Direction::Forward => (0..n).rev().for_each(&mut go), Direction::Backward => (0..n).for_each(&mut go) }
    tail.iter().map(|t| u32::MAX - t).collect()
}


type Pop = (Vec<Ind>, Vec<Ind>);
fn evolve<const W: usize>(ga: &mut Ga<'_, W>, pop: &mut Pop, limit: u64, stall: usize, lb: u32) {
    let size = pop.0.len();
    let n = ga.n;
    let (left, right) = (&mut pop.0, &mut pop.1);
    let mut d = Direction::Backward;
    let mut child = Ind { keys: vec![0; n], order: vec![0; n], makespan: u64::MAX };
    let mode = par(4, 2);
    let mut best = u64::MAX; let mut since = 0;
    while ga.generated < limit && ga.best > lb && since < stall {
        let (from, to) = if d == Direction::Backward { (&*left, &mut *right) } else { (&*right, &mut *left) };
        since += 1;
        for i in 0..size {
            let mut m = usize::MAX;
            for _ in 0..par(7, 2) {
                let a = ga.luck.below(size);
                if m == usize::MAX || from[a].makespan < from[m].makespan { m = a }
            }
            if from[m].order == from[i].order { ga.list.clear(); ga.list.extend_from_slice(&from[i].order); for _ in 0..3 { ga.mutate(d); } }
            else if ga.luck.chance(par(9, 50) as usize) { ga.cross(&from[i], &from[m]); } else { ga.cross(&from[m], &from[i]); }
            ga.mutate(d);
            if par(16, 0) == 1 && ga.list == from[i].order { for _ in 0..3 { ga.mutate(d); } }
            ga.decode(d, &mut child);
            if child.makespan < best { if child.makespan >> 32 < best >> 32 { since = 0; } best = child.makespan; }
            let accept = match mode { 0 => child.makespan <= to[i].makespan, 1 => true, 2 => child.makespan <= to[i].makespan || child.makespan <= from[i].makespan, 3 => child.makespan <= to[i].makespan || child.makespan <= from[m].makespan, 4 => child.makespan <= to[i].makespan || child.makespan <= from[i].makespan.min(from[m].makespan), 5 => child.makespan <= to[i].makespan || child.makespan <= from[i].makespan.max(from[m].makespan), _ => child.makespan <= to[i].makespan || child.makespan <= from[i].makespan };
            if accept { std::mem::swap(&mut to[i], &mut child); }
        }
        d = d.reversed();
    }
}
fn leaf<const W: usize>(ga: &mut Ga<'_, W>, pf: &[u32], size: usize) -> Pop {
    let n = ga.n;
    let blank = Ind { keys: vec![0; n], order: vec![0; n], makespan: u64::MAX };
    let mut left = vec![blank.clone(); size];
    let right = vec![blank; size];
    for ind in &mut left { ga.random_list(Direction::Forward, pf); ga.decode(Direction::Forward, ind); }
    (left, right)
}
fn merge(a: Pop, b: Pop, size: usize) -> Pop {
    let pick = |x: Vec<Ind>, y: Vec<Ind>| {
        let mut out = vec![];
        for mut v in [x, y] {
            v.sort_by(|p, q| p.makespan.cmp(&q.makespan).then_with(|| p.order.cmp(&q.order)));
            let mut uniq = v.clone(); uniq.dedup_by(|p, q| p.order == q.order);
            let k = uniq.len();
            for j in 0..size / 2 { out.push(uniq[j % k].clone()); }
        }
        out
    };
    (pick(a.0, b.0), pick(a.1, b.1))
}
fn tree<const W: usize>(ga: &mut Ga<'_, W>, pf: &[u32], level: i64, size: usize, budget: u64, stall: usize, lb: u32) -> Pop {
    if level == 0 {
        let mut pop = leaf(ga, pf, size);
        let end = ga.generated + budget - size as u64;
        evolve(ga, &mut pop, end, stall, lb);
        return pop;
    }
    let child = (size as i64 * 100 / par(13, 100)) as usize & !1;
    let own = budget * par(14, 25) as u64 / 100;
    let end = ga.generated + budget;
    let a = tree(ga, pf, level - 1, child, (budget - own) / 2, stall, lb);
    if ga.best <= lb { return a }
    let rest = end - own - ga.generated;
    let b = tree(ga, pf, level - 1, child, rest, stall, lb);
    let mut pop = merge(a, b, size);
    evolve(ga, &mut pop, end, stall, lb);
    pop
}
pub fn improve_exp(project: &Project, seed: u64, budget: u64, lb: u32) -> (Schedule, u64) {
    let p = Packed::<1>::new(project);
    let n = p.len();
    let mut ga = Ga { bench: Workbench::new(&p), luck: Luck::new(seed, 1), n, generated: 0, best: u32::MAX, best_starts: vec![0; n], seg: vec![0; n], list: Vec::with_capacity(n), starts: vec![0; n], p: &p };
    let size = par(1, 50) as usize;
    let pf = lft(&p, Direction::Forward);
    while ga.generated < budget && ga.best > lb {
        let rest = budget - ga.generated;
        let (left, right) = tree(&mut ga, &pf, par(8, 0), size, rest.max(size as u64 * 2), par(12, 1000000) as usize, lb);
    if std::env::var("U").is_ok() { for pop in [&left, &right] { let u: std::collections::BTreeSet<_> = pop.iter().map(|x| x.order.clone()).collect(); let ms: Vec<u64> = pop.iter().map(|x| x.makespan >> 32).collect(); eprint!("uniq {}/{} best {} mean {:.2} worst {};  ", u.len(), size, ms.iter().min().unwrap(), ms.iter().sum::<u64>() as f64 / size as f64, ms.iter().max().unwrap()); } eprintln!(); }
    }
    (p.unpack(&ga.best_starts), ga.generated)
}
