//! Samples: which units of a frame are asked, drawn by chance from a seed that is written down.
//!
//! `docs/SAMPLING.md` says how so exactly that anyone can draw a sample again, with another program
//! or by hand. A change here that draws another sample from the same seed is a new method.

mod drawn;
mod random;
mod size;
mod strata;

use std::collections::BTreeMap;

use ledger::RecordId;
use serde_json::{Value, json};

pub use drawn::{Check, KIND, Replacement, Reserve, asked, check, records, replace};
pub use random::Generator;
pub(crate) use random::mixed;
pub use size::{enough, error};

use crate::estate::{Area, Facts};

/// How units are chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Method {
    /// Each unit with the same chance, independently of its place.
    #[default]
    Random,
    /// Every so many doors, from a random start.
    Systematic,
    /// So many of each building, by chance.
    ByBuilding,
    /// So many of each size of unit, by chance.
    BySize,
}

impl Method {
    /// Every method, as they are offered.
    pub const ALL: [Self; 4] = [
        Self::Systematic,
        Self::Random,
        Self::ByBuilding,
        Self::BySize,
    ];

    /// Its name in records.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Random => "random",
            Self::Systematic => "systematic",
            Self::ByBuilding => "by-building",
            Self::BySize => "by-size",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// Whether it draws from several strata.
    pub const fn has_strata(self) -> bool {
        matches!(self, Self::ByBuilding | Self::BySize)
    }
}

/// How a sample is drawn. With the frame it says everything: the same design draws the same units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Design {
    /// How units are chosen.
    pub method: Method,
    /// What the random numbers begin with, below 2⁵³.
    pub seed: u64,
    /// How many units.
    pub size: usize,
    /// How many more stand by for units where no survey comes of it.
    pub reserve: usize,
    /// With strata: whether each gives the same number, and not in proportion to its size.
    pub equal: bool,
}

impl Design {
    pub(crate) fn read(value: &Value) -> Option<Self> {
        let number = |name: &str| value.get(name).and_then(Value::as_u64);
        let size = |name: &str| number(name).and_then(|size| usize::try_from(size).ok());
        Some(Self {
            method: Method::named(value.get("method")?.as_str()?)?,
            seed: number("seed")?,
            size: size("size")?,
            reserve: size("reserve").unwrap_or_default(),
            equal: value.get("equal").is_some_and(|equal| *equal == true),
        })
    }

    pub(crate) fn value(self) -> Value {
        json!({
            "method": self.method.name(),
            "seed": self.seed,
            "size": self.size,
            "reserve": self.reserve,
            "equal": self.equal,
        })
    }
}

/// Where a class of size ends (m²): below 50, 50 to 69, 70 to 99, 100 and more, as the trade counts
/// flats (class A below 40 to E from 160 of the rating office, put together).
pub const SIZES: [u32; 3] = [50, 70, 100];

/// The class of a unit's size: its stratum. Units of unknown size are a class of their own.
pub fn size_class(area: Option<Area>) -> &'static str {
    let Some(area) = area else {
        return "unknown";
    };
    let metres = area.square_metres();
    let class = SIZES.iter().position(|end| metres < f64::from(*end));
    match class {
        Some(0) => "under-50",
        Some(1) => "50-69",
        Some(2) => "70-99",
        _ => "from-100",
    }
}

/// The classes of size, from the smallest; in this order they are drawn from.
pub const SIZE_CLASSES: [&str; 5] = ["under-50", "50-69", "70-99", "from-100", "unknown"];

/// A stratum and what was drawn from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stratum {
    /// A building's id, a class of size, or `all`.
    pub name: String,
    /// How many units it has.
    pub size: usize,
    /// The units that are asked, in the order in which they were drawn.
    pub units: Vec<RecordId>,
    /// The units that stand by, in the order in which they are to be used.
    pub reserve: Vec<RecordId>,
}

/// The stratum of methods that have only one.
const ALL: &str = "all";

/// Draws a sample from a frame. Gives the strata in their order. The order of `frame` doesn't
/// matter, and never is more drawn than there is.
pub fn draw(frame: &[Facts<'_>], design: Design) -> Vec<Stratum> {
    let mut units: Vec<&Facts<'_>> = frame.iter().collect();
    // The canonical order: what does not change when the estate is sorted in another way.
    units.sort_unstable_by_key(|unit| (unit.building, unit.floor, unit.label, unit.id));
    let mut generator = Generator::of(design.seed);
    match design.method {
        Method::Random => stratified(
            [(ALL.to_owned(), ids(&units))].into(),
            design,
            &mut generator,
        ),
        Method::Systematic => vec![systematic(ids(&units), design, &mut generator)],
        Method::ByBuilding => {
            let mut strata: BTreeMap<String, Vec<RecordId>> = BTreeMap::new();
            for unit in units {
                let name = unit.building.map(|id| id.to_string()).unwrap_or_default();
                strata.entry(name).or_default().push(unit.id);
            }
            stratified(strata.into_iter().collect(), design, &mut generator)
        }
        Method::BySize => {
            let of = |class: &str| {
                let units = units.iter();
                let units = units.filter(|unit| size_class(unit.area) == class);
                units.map(|unit| unit.id).collect::<Vec<_>>()
            };
            let strata = SIZE_CLASSES.map(|class| (class.to_owned(), of(class)));
            let strata = strata.into_iter().filter(|(_, units)| !units.is_empty());
            stratified(strata.collect(), design, &mut generator)
        }
    }
}

fn ids(units: &[&Facts<'_>]) -> Vec<RecordId> {
    units.iter().map(|unit| unit.id).collect()
}

/// Shuffles each stratum; the first units are asked, the next stand by.
fn stratified(
    strata: Vec<(String, Vec<RecordId>)>,
    design: Design,
    generator: &mut Generator,
) -> Vec<Stratum> {
    let sizes: Vec<usize> = strata.iter().map(|(_, units)| units.len()).collect();
    let share = if design.equal {
        strata::equal
    } else {
        strata::proportional
    };
    let asked = share(design.size, &sizes);
    let left: Vec<usize> = sizes
        .iter()
        .zip(&asked)
        .map(|(all, some)| all - some)
        .collect();
    let reserve = share(design.reserve, &left);
    let strata = strata.into_iter().zip(asked.into_iter().zip(reserve));
    strata
        .map(|((name, mut units), (asked, reserve))| {
            let size = units.len();
            generator.shuffle(&mut units);
            units.truncate(asked + reserve);
            let reserve = units.split_off(asked);
            Stratum {
                name,
                size,
                units,
                reserve,
            }
        })
        .collect()
}

/// Takes unit ⌊(start + j·N) / n⌋ of N for j from 0 to n − 1, where start is below N; then reserve
/// units by chance from the others.
fn systematic(all: Vec<RecordId>, design: Design, generator: &mut Generator) -> Stratum {
    let size = all.len();
    let wanted = design.size.min(size);
    let start = usize::try_from(generator.below(size as u64)).unwrap_or(0);
    let mut taken = vec![false; size];
    let mut units = Vec::with_capacity(wanted);
    for step in 0..wanted {
        let at = (start + step * size) / wanted;
        taken[at] = true;
        units.push(all[at]);
    }
    let others = all.into_iter().zip(taken).filter(|(_, taken)| !taken);
    let mut reserve: Vec<RecordId> = others.map(|(id, _)| id).collect();
    generator.shuffle(&mut reserve);
    reserve.truncate(design.reserve);
    Stratum {
        name: ALL.to_owned(),
        size,
        units,
        reserve,
    }
}
