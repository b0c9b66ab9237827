//! A plan that was left before it was kept: as fields, and taken up again.

use ledger::Fields;
use serde_json::Value;

use super::{FORM, FRAME, Frame, INTERVIEWS, OCCASION, Occasion, Plan, SAMPLE, SURVEYS, day};
use crate::{Lang, sample::Design};

impl Plan {
    /// The plan as fields, for keeping it until it is written down.
    pub fn noted(&self) -> Fields {
        self.fields()
    }

    /// This plan with what somebody had changed when they left it: where `kept` differs from
    /// `base`, which is the plan that they had begun with. What others have changed since stays.
    #[must_use]
    pub fn resumed(mut self, base: &Fields, kept: &Fields) -> Self {
        for field in base.keys().chain(kept.keys()) {
            let value = kept.get(field);
            if base.get(field) != value {
                self.set(field, value.unwrap_or(&Value::Null));
            }
        }
        self
    }

    /// Sets one field; one that can't be read stays as it is.
    fn set(&mut self, field: &str, value: &Value) {
        let percent = || {
            value
                .as_u64()
                .and_then(|percent| u32::try_from(percent).ok())
        };
        let date = || value.as_str().and_then(day);
        match field {
            "starts" => self.starts = date().unwrap_or(self.starts),
            "ends" => self.ends = date().unwrap_or(self.ends),
            OCCASION => self.occasion = Occasion::named(value.as_str().unwrap_or_default()),
            SURVEYS => self.surveys = percent().unwrap_or(self.surveys),
            INTERVIEWS => self.interviews = percent().unwrap_or(self.interviews),
            FRAME => self.frame = Frame::read(value),
            SAMPLE => self.sample = Design::read(value),
            _ => self.set_member(field, value),
        }
    }

    fn set_member(&mut self, field: &str, value: &Value) {
        let tag = field.strip_prefix("name:");
        let lang = tag.and_then(|tag| Lang::ALL.iter().position(|lang| lang.tag() == tag));
        if let Some(lang) = lang {
            value
                .as_str()
                .unwrap_or_default()
                .clone_into(&mut self.names[lang]);
        }
        let form = field.strip_prefix(FORM).and_then(|id| id.parse().ok());
        if let Some(form) = form {
            self.forms.retain(|one| *one != form);
            self.forms.extend((*value == true).then_some(form));
        }
    }
}
