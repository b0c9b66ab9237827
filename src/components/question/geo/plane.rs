//! A small piece of the earth laid flat: which point is where on the board, and round distances.

use super::coordinates::Point;

/// The board in its own units; the screen shows it at any size.
pub(super) const WIDTH: f64 = 600.0;
pub(super) const HEIGHT: f64 = 420.0;

/// Metres in a degree of latitude, and of longitude at the equator: good to a hand's breadth over
/// the few kilometres that a board shows.
const NORTH_M: f64 = 110_574.0;
const EAST_M: f64 = 111_320.0;
/// Metres per unit: closer than a step, wider than a town.
const CLOSEST: f64 = 0.02;
const WIDEST: f64 = 500.0;
const USUAL: f64 = 0.5;

/// What the board shows: its middle, and how many metres a unit is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct View {
    latitude: f64,
    longitude: f64,
    pub(super) metres: f64,
}

impl View {
    pub(super) fn at(point: Point) -> Self {
        Self {
            latitude: point.latitude,
            longitude: point.longitude,
            metres: USUAL,
        }
    }

    /// The view with a point in its middle.
    pub(super) fn centred(self, point: Point) -> Self {
        Self {
            metres: self.metres,
            ..Self::at(point)
        }
    }

    /// The view that shows all points with room around them.
    pub(super) fn around(points: &[Point]) -> Option<Self> {
        let first = Self::at(*points.first()?);
        let flat: Vec<(f64, f64)> = points.iter().map(|point| first.metres_to(*point)).collect();
        let span = |axis: fn(&(f64, f64)) -> f64| {
            let ends = flat.iter().map(axis);
            let low = ends.clone().fold(f64::INFINITY, f64::min);
            let high = ends.fold(f64::NEG_INFINITY, f64::max);
            (f64::midpoint(low, high), high - low)
        };
        let ((east, width), (north, height)) = (span(|at| at.0), span(|at| at.1));
        let needed = (width / (WIDTH * 0.7)).max(height / (HEIGHT * 0.7));
        let metres = if needed > 0.0 { needed } else { USUAL };
        Some(Self { metres, ..first }.moved(east, north).zoomed(1.0))
    }

    /// Metres east and north of the middle.
    fn metres_to(self, point: Point) -> (f64, f64) {
        let east = (point.longitude - self.longitude) * EAST_M * self.shrink();
        (east, (point.latitude - self.latitude) * NORTH_M)
    }

    /// A degree of longitude shrinks towards the poles.
    fn shrink(self) -> f64 {
        self.latitude.to_radians().cos().max(0.01)
    }

    fn moved(self, east: f64, north: f64) -> Self {
        Self {
            latitude: (self.latitude + north / NORTH_M).clamp(-89.0, 89.0),
            longitude: self.longitude + east / EAST_M / self.shrink(),
            ..self
        }
    }

    /// The view after its picture was pushed by some units, right and down.
    pub(super) fn pushed(self, right: f64, down: f64) -> Self {
        self.moved(-right * self.metres, down * self.metres)
    }

    /// Nearer by a factor above 1, farther by one below.
    pub(super) fn zoomed(self, factor: f64) -> Self {
        Self {
            metres: (self.metres / factor).clamp(CLOSEST, WIDEST),
            ..self
        }
    }

    /// Where a point is on the board.
    pub(super) fn place(self, point: Point) -> (f64, f64) {
        let (east, north) = self.metres_to(point);
        (
            WIDTH / 2.0 + east / self.metres,
            HEIGHT / 2.0 - north / self.metres,
        )
    }

    /// The point at a place on the board.
    pub(super) fn point(self, (x, y): (f64, f64)) -> Option<Point> {
        let east = (x - WIDTH / 2.0) * self.metres;
        let north = (HEIGHT / 2.0 - y) * self.metres;
        let at = self.moved(east, north);
        Point::new(at.latitude, at.longitude)
    }

    /// The point in the middle.
    pub(super) fn middle(self) -> Option<Point> {
        Point::new(self.latitude, self.longitude)
    }

    /// The distance between two lines of the grid, in metres.
    pub(super) fn grid_m(self) -> f64 {
        round_up(self.metres * 60.0)
    }

    /// Where the lines of the grid are: upright ones, then level ones. They lie fast on the ground.
    pub(super) fn lines(self) -> (Vec<f64>, Vec<f64>) {
        let step = self.grid_m() / self.metres;
        let origin_x = WIDTH / 2.0 - self.longitude * EAST_M * self.shrink() / self.metres;
        let origin_y = HEIGHT / 2.0 + self.latitude * NORTH_M / self.metres;
        (
            ladder(origin_x, step, WIDTH),
            ladder(origin_y, step, HEIGHT),
        )
    }
}

fn ladder(origin: f64, step: f64, end: f64) -> Vec<f64> {
    let first = origin.rem_euclid(step);
    let rungs = std::iter::successors(Some(first), |at| Some(at + step));
    rungs.take_while(|at| *at <= end).take(100).collect()
}

/// The next 1, 2 or 5 with zeros.
fn round_up(metres: f64) -> f64 {
    let power = 10_f64.powf(metres.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0];
    let fits = steps.into_iter().find(|step| step * power >= metres);
    fits.unwrap_or(10.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(latitude: f64, longitude: f64) -> Point {
        Point::new(latitude, longitude).unwrap_or_else(|| panic!("a point"))
    }

    #[test]
    fn places_and_points_go_both_ways() {
        let view = View::at(point(22.2, 113.54))
            .zoomed(3.0)
            .pushed(40.0, -25.0);
        for place in [(0.0, 0.0), (300.0, 210.0), (599.0, 1.0)] {
            let there = view.point(place).map(|point| view.place(point));
            let (x, y) = there.unwrap_or_default();
            assert!(
                (x - place.0).abs() < 0.01 && (y - place.1).abs() < 0.01,
                "{place:?}"
            );
        }
    }

    #[test]
    fn all_points_fit_on_the_board() {
        let points = [
            point(22.2, 113.54),
            point(22.21, 113.55),
            point(22.19, 113.53),
        ];
        let view = View::around(&points).unwrap_or_else(|| panic!("a view"));
        for at in points {
            let (x, y) = view.place(at);
            assert!((0.0..WIDTH).contains(&x) && (0.0..HEIGHT).contains(&y));
        }
        assert_eq!(View::around(&[]), None);
    }

    #[test]
    fn distances_are_round() {
        for (metres, round) in [(31.0, 50.0), (0.7, 1.0), (1200.0, 2000.0), (5.0, 5.0)] {
            assert!((round_up(metres) - round).abs() < 1e-9, "{metres}");
        }
    }
}
