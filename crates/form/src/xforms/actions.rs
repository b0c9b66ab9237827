//! Actions: values that events set.

use super::Reader;
use super::source::{At, Space};
use crate::blueprint::{Effect, Event, PlannedAction, Source};

/// Where in the body an action stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Origin {
    /// The node of the control that it is in.
    pub(super) control: Option<usize>,
    /// The innermost repeat around it.
    pub(super) repeat: Option<usize>,
}

impl Reader<'_> {
    pub(super) fn model_actions(&mut self, model: At) {
        let root = format!("/{}", super::binds::local(&self.form.root));
        for at in self.xml.children(model) {
            self.action(at, &root, Origin::default());
        }
    }

    /// Takes an element in if it is an action.
    pub(super) fn action(&mut self, at: At, around: &str, origin: Origin) -> bool {
        let geopoint = match self.xml.local(at) {
            "setvalue" => false,
            "setgeopoint" => true,
            // The app records sound by the node's own appearance, not by an event.
            "recordaudio" => return true,
            _ => return false,
        };
        let Some(path) = self.target(around, at) else {
            let place = self.place("setvalue", at);
            let message = message!("this action does not say which node it sets");
            self.findings.warn(&place, "no-target", message);
            return true;
        };
        let place = self.place(&path, at);
        let Some(index) = self.paths.get(&path).copied() else {
            let message =
                message!("there is no such node in the primary instance; this action does nothing");
            self.findings.error(&place, "unknown-node", message);
            return true;
        };
        let effect = if geopoint {
            Effect::GeoPoint
        } else {
            self.effect(at, &path)
        };
        let events = self.events(at, &path, origin);
        self.form.nodes[index].actions.push(PlannedAction {
            events,
            effect,
            place,
        });
        true
    }

    fn effect(&self, at: At, path: &str) -> Effect {
        match self.xml.attribute(at, "value") {
            None => Effect::Literal(self.xml.text(at).into_owned()),
            Some(value) if value.trim().is_empty() => Effect::Literal(String::new()),
            Some(value) => Effect::Expression(Source {
                text: value.to_owned(),
                place: self.place(path, at).column("value"),
            }),
        }
    }

    fn events(&mut self, at: At, path: &str, origin: Origin) -> Vec<Event> {
        let mut attributes = self.xml.attributes(at).iter();
        // `event` and `ev:event` are the same.
        let event = attributes.find(|known| {
            known.local == "event" && matches!(known.space, Space::None | Space::Other)
        });
        let words = event.map_or(String::new(), |event| event.value.to_string());
        let mut events = Vec::new();
        for word in words.split_ascii_whitespace() {
            let found = match word {
                "odk-instance-first-load" | "xforms-ready" => Some(Event::FirstLoad),
                "odk-instance-load" => Some(Event::Load),
                "xforms-value-changed" => origin.control.map(Event::ValueChanged),
                "odk-new-repeat" | "jr-insert" => origin.repeat.map(Event::NewRepeat),
                _ => None,
            };
            let Some(found) = found else {
                let message = message!("the event \"{}\" does not happen here", word);
                let place = self.place(path, at).column("event");
                self.findings.warn(&place, "unknown-event", message);
                continue;
            };
            events.push(found);
        }
        if words.trim().is_empty() {
            let place = self.place(path, at);
            let message = message!("this action does not say at which event it happens");
            self.findings.error(&place, "no-event", message);
        }
        events
    }
}
