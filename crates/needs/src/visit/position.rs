//! Where a device was during a visit.

use serde_json::{Value, json};

/// A position as a visit keeps it. Records hold whole numbers, so degrees are kept in millionths:
/// a tenth of a metre.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Millionths of a degree north.
    pub latitude: i64,
    /// Millionths of a degree east.
    pub longitude: i64,
    /// Metres within which it is, 19 times of 20.
    pub accuracy: i64,
}

const MILLION: f64 = 1_000_000.0;

impl Position {
    /// A position from degrees and metres.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "degrees in millionths are far below 2⁶³, and what is not a number becomes nought"
    )]
    pub fn new(latitude: f64, longitude: f64, accuracy: f64) -> Self {
        Self {
            latitude: (latitude * MILLION).round() as i64,
            longitude: (longitude * MILLION).round() as i64,
            accuracy: accuracy.ceil() as i64,
        }
    }

    /// Degrees north and east.
    #[expect(clippy::cast_precision_loss, reason = "far below 2⁵³")]
    pub fn degrees(self) -> (f64, f64) {
        (
            self.latitude as f64 / MILLION,
            self.longitude as f64 / MILLION,
        )
    }

    pub(super) fn read(value: &Value) -> Option<Self> {
        let member = |name: &str| value.get(name)?.as_i64();
        Some(Self {
            latitude: member("lat")?,
            longitude: member("lon")?,
            accuracy: member("accuracy")?,
        })
    }

    pub(super) fn value(self) -> Value {
        json!({"lat": self.latitude, "lon": self.longitude, "accuracy": self.accuracy})
    }
}
