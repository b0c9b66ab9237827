//! Where the device is.

use leptos::wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Position, PositionError, PositionOptions};

/// A satellite position takes its time under trees.
const PATIENCE_MS: u32 = 60_000;
/// What the browser calls a refusal (W3C Geolocation, PERMISSION_DENIED).
const DENIED: u16 = 1;

/// A position as the device gives it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fix {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Metres above the ellipsoid, where the device knows it.
    pub altitude: Option<f64>,
    /// Metres within which it is, 19 times of 20.
    pub accuracy: f64,
}

/// Why there is no position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFix {
    /// The person or the browser does not allow it.
    Denied,
    /// Nothing was found.
    NotFound,
}

/// The device is being located as long as this lives.
pub struct Watch {
    id: i32,
    _found: Closure<dyn FnMut(Position)>,
    _failed: Closure<dyn FnMut(PositionError)>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(all) =
            web_sys::window().and_then(|window| window.navigator().geolocation().ok())
        {
            all.clear_watch(self.id);
        }
    }
}

/// Follows the device's position; each one is handed over, as is why there is none. `None` if the
/// browser can't tell.
pub fn watch(then: impl Fn(Result<Fix, NoFix>) + Clone + 'static) -> Option<Watch> {
    let all = web_sys::window()?.navigator().geolocation().ok()?;
    let on_found = then.clone();
    let found = Closure::<dyn FnMut(_)>::new(move |position: Position| {
        let at = position.coords();
        on_found(Ok(Fix {
            latitude: at.latitude(),
            longitude: at.longitude(),
            altitude: at.altitude(),
            accuracy: at.accuracy(),
        }));
    });
    let failed = Closure::<dyn FnMut(_)>::new(move |error: PositionError| {
        let denied = error.code() == DENIED;
        then(Err(if denied {
            NoFix::Denied
        } else {
            NoFix::NotFound
        }));
    });
    let options = PositionOptions::new();
    options.set_enable_high_accuracy(true);
    options.set_maximum_age(0);
    options.set_timeout(PATIENCE_MS);
    let id = all
        .watch_position_with_error_callback_and_options(
            found.as_ref().unchecked_ref(),
            Some(failed.as_ref().unchecked_ref()),
            &options,
        )
        .ok()?;
    Some(Watch {
        id,
        _found: found,
        _failed: failed,
    })
}
