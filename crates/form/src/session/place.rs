//! Where the device is: asked for by events, known only later.

use std::sync::Arc;

use super::{Changes, ItemId, Mode, Session};
use crate::form::{CellId, Form};

impl Session {
    /// Items that wait to be told where the device is, since an event asked for it
    /// (`odk:setgeopoint`; start-geopoint and background-geopoint of a workbook).
    #[must_use]
    pub fn unplaced(&self) -> &[ItemId] {
        &self.unplaced
    }

    /// Tells all that wait where the device is: an answer of type geopoint. An empty text says that
    /// it can't be found out.
    pub fn place(&mut self, geopoint: &str) -> Changes {
        let form = Arc::clone(&self.form);
        for item in std::mem::take(&mut self.unplaced) {
            if self.arena.is_live(item) && !geopoint.is_empty() {
                self.put_value(&form, item, geopoint.to_owned());
            }
        }
        self.settle()
    }

    /// Whether this is about the place of the device, and that is not known: then the item waits.
    pub(super) fn awaits_place(&mut self, form: &Form, cell: CellId, item: ItemId) -> bool {
        let awaits = self.context.geopoint.is_empty() && form.places.contains(&cell);
        if awaits && self.mode == Mode::Fill && !self.unplaced.contains(&item) {
            self.unplaced.push(item);
        }
        awaits
    }
}
