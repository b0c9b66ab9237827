//! Which group or repeat holds each entity: the innermost one from which all that it needs can be
//! reached, and no two entities in one.
//!
//! An entity within a repeat is made once for each instance, so all that it saves and reads must
//! stand in that repeat or in one around it (ODK entities specification 2025.1).

use crate::diagnostic::Message;
use std::collections::HashSet;

use super::references::Named;
use crate::blueprint::{Blueprint, PlannedEntity, Shape};
use crate::diagnostic::{Findings, Place};

/// Groups and repeats from the outside in: indices of nodes. The form itself is the empty way.
type Way = Vec<usize>;

/// Something that an entity saves or reads, and where it is.
struct Use {
    way: Way,
    saved: bool,
    place: Place,
    question: String,
}

struct Request {
    at: usize,
    /// The innermost repeat, or the form: the entity may stand no further out.
    scope: Way,
    wanted: Way,
    /// The ways of all questions that it saves.
    saved: Vec<Way>,
}

/// An entity, by its index, and the group or repeat that holds it; `None` is the form itself.
pub(super) type Holder = (usize, Option<usize>);

pub(super) fn check(form: &Blueprint, named: &Named, findings: &mut Findings) -> Vec<Holder> {
    let map = Map { form, named };
    let mut requests = Vec::new();
    for (at, planned) in form.entities.iter().enumerate() {
        requests.extend(map.request(at, planned, findings));
    }
    // One entity that needs no repeat stands at the top, as all readers of forms know it.
    if let [only] = requests.as_slice()
        && only.scope.is_empty()
    {
        return vec![(only.at, None)];
    }
    map.place(&requests, findings)
}

struct Map<'a> {
    form: &'a Blueprint,
    named: &'a Named,
}

impl Map<'_> {
    /// The groups and repeats around a node whose parent is given.
    fn way(&self, parent: Option<usize>) -> Way {
        let mut way = Vec::new();
        let mut next = parent;
        while let Some(at) = next {
            way.push(at);
            next = self.form.nodes.get(at).and_then(|plan| plan.parent);
        }
        way.reverse();
        way
    }

    /// The part of a way up to its innermost repeat.
    fn scope<'w>(&self, way: &'w [usize]) -> &'w [usize] {
        let repeat = |at: &usize| self.form.nodes[*at].shape == Shape::Repeat;
        let last = way.iter().rposition(repeat);
        &way[..last.map_or(0, |last| last + 1)]
    }

    fn name(&self, way: &[usize]) -> Message {
        match way.last() {
            Some(at) => message!("\"{}\"", self.form.nodes[*at].name),
            None => message!("the form itself"),
        }
    }

    fn uses(&self, planned: &PlannedEntity, findings: &mut Findings) -> Vec<Use> {
        let mut uses = Vec::new();
        for saved in &planned.saved {
            uses.push(Use {
                way: self.way(saved.parent),
                saved: true,
                place: saved.place.clone(),
                question: saved.question.clone(),
            });
        }
        for read in &planned.reads {
            let name = read.text.strip_prefix("last-saved#").unwrap_or(&read.text);
            let Some(at) = self.named.get(name) else {
                if name != "instanceID" {
                    let message = message!("there is no question named \"{}\"", name);
                    findings.error(&read.place, "unknown-name", message);
                }
                continue;
            };
            uses.push(Use {
                way: self.way(self.form.nodes[*at].parent),
                saved: false,
                place: planned.place.clone(),
                question: name.to_owned(),
            });
        }
        uses
    }

    fn request(
        &self,
        at: usize,
        planned: &PlannedEntity,
        findings: &mut Findings,
    ) -> Option<Request> {
        let before = findings.count_errors();
        let mut uses = self.uses(planned, findings);
        // In the order of the form: the first of several equals decides.
        uses.sort_by_key(|used| used.place.row);
        let repeats = |way: &[usize]| {
            let is = |at: &&usize| self.form.nodes[**at].shape == Shape::Repeat;
            way.iter().filter(is).count()
        };
        let scope = uses
            .iter()
            .map(|used| self.scope(&used.way))
            .rev()
            .max_by_key(|scope| repeats(scope))
            .map_or(Vec::new(), <[usize]>::to_vec);
        for used in &uses {
            let own = self.scope(&used.way);
            let fits = if used.saved {
                own == scope
            } else {
                scope.starts_with(own)
            };
            if !fits {
                let message = message!(
                    "\"{}\" stands in {}, but the entity is made in {}: copy the value there with \
                     a calculate",
                    used.question,
                    self.name(own),
                    self.name(&scope)
                );
                findings.error(&used.place, "entity-out-of-reach", message);
            }
        }
        if findings.count_errors() > before {
            return None;
        }
        let saved: Vec<Way> = uses
            .iter()
            .filter(|used| used.saved)
            .map(|used| used.way.clone())
            .collect();
        let wanted = if let Some(first) = saved.first() {
            saved.iter().fold(first.clone(), |common, way| {
                let same = common.iter().zip(way).take_while(|(a, b)| a == b).count();
                common[..same].to_vec()
            })
        } else {
            let inside = uses.iter().filter(|used| used.way.starts_with(&scope));
            let deepest = inside.rev().max_by_key(|used| used.way.len());
            deepest.map_or(scope.clone(), |used| used.way.clone())
        };
        Some(Request {
            at,
            scope,
            wanted,
            saved,
        })
    }

    /// Gives each entity a place of its own, as far in as it can be.
    fn place(&self, requests: &[Request], findings: &mut Findings) -> Vec<Holder> {
        let mut holders = Vec::new();
        let mut taken: HashSet<Way> = HashSet::new();
        for request in requests {
            let mut way = request.wanted.clone();
            let shared = request.saved.iter().any(|way| taken.contains(way));
            let free = loop {
                if !taken.contains(&way) {
                    break true;
                }
                if shared || way.len() <= request.scope.len() {
                    break false;
                }
                way.pop();
            };
            if !free {
                let planned = &self.form.entities[request.at];
                let message = message!(
                    "the list \"{}\" finds no place of its own in {}: each group or repeat holds \
                     one entity",
                    planned.entity.dataset,
                    self.name(&request.scope)
                );
                findings.error(&planned.place, "crowded-entity", message);
                continue;
            }
            for saved in &request.saved {
                for length in way.len()..=saved.len() {
                    taken.insert(saved[..length].to_vec());
                }
            }
            holders.push((request.at, way.last().copied()));
            taken.insert(way);
        }
        holders
    }
}
