pub enum Dist {
    Point(f64),
    Lognormal(Lognormal),
}
pub struct Lognormal {
    mu: f64,
    sigma: f64,
}
impl Lognormal {
    pub fn from_interval90(l: f64, h: f64) -> Self {
        Self { mu: l, sigma: h }
    }
}
impl Dist {
    pub fn mean(&self) -> f64 {
        match self {
            Dist::Point(x) => *x,
            Dist::Lognormal(l) => (l.mu + l.sigma) / 2.0,
        }
    }
}
