//! The position of a visit, where the office asks for it and the person allows it. It is looked
//! for once the visit is on the disk; nothing waits for it.

use std::{cell::RefCell, time::Duration};

use ledger::RecordId;
use leptos::{prelude::*, task::spawn_local};
use needs::visit::{Position, Rules, Visit};

use crate::{
    desk::Desk,
    platform::{
        position::{Fix, Watch, watch},
        prefs,
    },
};

/// Metres: exact enough to know the house.
const GOOD_M: f64 = 30.0;
/// How long to hope for something better.
const PATIENCE: Duration = Duration::from_secs(20);

/// A search for where a visit was.
struct Search {
    visit: RecordId,
    best: Option<Fix>,
    _watch: Watch,
}

thread_local! {
    static SEARCH: RefCell<Option<Search>> = const { RefCell::new(None) };
}

/// Whether the office asks for positions and nobody has answered on this device yet.
pub fn to_be_asked(desk: Desk) -> bool {
    desk.read(Rules::of).position && prefs::visit_position().is_none()
}

/// Looks where the device is, and notes it with the visit. A search that is still under way for an
/// earlier visit ends with the best that it has found.
pub fn note(desk: Desk, visit: RecordId) {
    let wanted = desk.peek(|ledger| Rules::of(ledger.state()).position);
    if !wanted || prefs::visit_position() != Some(true) {
        return;
    }
    end(desk, None);
    let found = move |fix: Result<Fix, _>| {
        let Ok(fix) = fix else {
            return;
        };
        let good = SEARCH.with_borrow_mut(|search| {
            let search = search.as_mut().filter(|search| search.visit == visit)?;
            if search.best.is_none_or(|best| fix.accuracy < best.accuracy) {
                search.best = Some(fix);
            }
            (fix.accuracy <= GOOD_M).then_some(())
        });
        if good.is_some() {
            // The watch can't be dropped while it speaks.
            set_timeout(move || end(desk, Some(visit)), Duration::ZERO);
        }
    };
    if let Some(watch) = watch(found) {
        let search = Search {
            visit,
            best: None,
            _watch: watch,
        };
        SEARCH.set(Some(search));
        set_timeout(move || end(desk, Some(visit)), PATIENCE);
    }
}

/// Ends the search, of this visit or any, and writes down what it found.
fn end(desk: Desk, visit: Option<RecordId>) {
    let search = SEARCH.with_borrow_mut(|search| {
        let is_it = search
            .as_ref()
            .is_some_and(|search| visit.is_none_or(|visit| search.visit == visit));
        is_it.then(|| search.take()).flatten()
    });
    if let Some(search) = search
        && let Some(fix) = search.best
    {
        let position = Position::new(fix.latitude, fix.longitude, fix.accuracy);
        let change = Visit::located(search.visit, position);
        // A visit without a position is a visit all the same.
        spawn_local(async move { drop(desk.record(change).await) });
    }
}
