//! What is recorded by itself while a form is filled: the log, places, sound.

use super::columns::Field;
use super::kinds::Kind;
use super::survey::Survey;
use super::table::Record;
use crate::blueprint::{Plan, Shape};
use crate::diagnostic::Place;
use crate::form::DataType;

impl Survey<'_, '_> {
    /// The log has its own place in a response, so its name is given.
    pub(super) fn audit(&mut self, row: Record<'_>, place: &Place) {
        if let Some(name) = self
            .cell(row, &Field::Name)
            .filter(|name| name.text != "audit")
        {
            let message = message!("an audit is always called \"audit\": leave the name empty");
            self.findings.error(&name.place, "bad-name", message);
        }
        if self.audit.is_some() {
            let message = message!("there is an audit already");
            self.findings.error(place, "duplicate-name", message);
        }
        let mut plan = Plan::new("audit".to_owned(), None, Shape::Hidden, place.clone());
        plan.parameters.clone_from(&self.given);
        plan.data_type = DataType::Binary;
        self.form.audit = Some(plan.parameters.clone());
        self.audit = Some(plan);
    }

    pub(super) fn recorded(&mut self, row: Record<'_>, kind: &Kind, place: &Place) {
        let at = self.add(row, Shape::Hidden, place);
        if *kind == Kind::BackgroundAudio {
            let message =
                message!("sound is not recorded while a form is filled here; this stays empty");
            self.findings.warn(place, "unrecorded-type", message);
            return;
        }
        self.places.push(at);
        if let Some(plan) = self.form.nodes.get_mut(at) {
            plan.data_type = DataType::GeoPoint;
        }
        if *kind != Kind::BackgroundGeopoint {
            return;
        }
        let Some(plan) = self.form.nodes.get(at) else {
            return;
        };
        if let Some(calculation) = &plan.calculation {
            let message =
                message!("a background-geopoint is taken, not calculated: leave this empty");
            let place = calculation.place.clone();
            self.findings.error(&place, "bad-calculation", message);
        }
        if plan.trigger.is_none() {
            let message = message!(
                "a background-geopoint needs a question in the column \"trigger\", as ${name}"
            );
            self.findings.error(place, "missing-trigger", message);
        }
    }
}
