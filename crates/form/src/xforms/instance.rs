//! The primary instance: which nodes there are, and what they hold at first.

use super::Reader;
use super::source::{At, Space};
use super::wording::file_name;
use crate::blueprint::{Plan, Shape};
use crate::limits;

/// An element of the instance while its inside is read.
#[derive(Clone)]
struct Around {
    path: String,
    parent: Option<usize>,
    depth: usize,
}

impl Reader<'_> {
    pub(super) fn primary(&mut self, root: At) {
        let path = format!("/{}", self.xml.local(root));
        let around = Around {
            path,
            parent: None,
            depth: 0,
        };
        self.inside(root, &around);
        self.instances_of(root, &around.path, "", true);
    }

    fn inside(&mut self, at: At, around: &Around) {
        if around.depth >= limits::GROUP_DEPTH {
            let place = self.place(&around.path, at);
            self.findings
                .error(&place, "too-deep", message!("groups are nested too deeply"));
            return;
        }
        for child in self.xml.children(at) {
            let path = format!("{}/{}", around.path, self.xml.local(child));
            if self.paths.contains_key(&path) {
                if !self.is_repeat(&path, child) {
                    let message =
                        message!("there are two elements of this name; only the first is used");
                    let place = self.place(&path, child);
                    self.findings.warn(&place, "duplicate-name", message);
                }
                continue;
            }
            // What the others are made after: the template, else the first of them.
            let model = if self.is_repeat(&path, child) {
                self.template(at, child)
            } else {
                child
            };
            self.node(model, path, around);
        }
    }

    fn is_repeat(&self, path: &str, at: At) -> bool {
        self.repeats.contains(path) || self.is_template(at)
    }

    fn is_template(&self, at: At) -> bool {
        self.xml
            .attribute_in(at, Space::JavaRosa, "template")
            .is_some()
    }

    fn template(&self, parent: At, first: At) -> At {
        self.alike(parent, first)
            .find(|at| self.is_template(*at))
            .unwrap_or(first)
    }

    /// The children of `parent` with the name of `first`.
    fn alike(&self, parent: At, first: At) -> impl Iterator<Item = At> + '_ {
        let xml = self.xml;
        let name = xml.local(first);
        xml.children(parent)
            .filter(move |at| xml.local(*at) == name)
    }

    fn node(&mut self, at: At, path: String, around: &Around) {
        let xml = self.xml;
        let inner = xml.children(at).next().is_some();
        let repeat = self.is_repeat(&path, at);
        let shape = if repeat {
            Shape::Repeat
        } else if inner || self.groups.contains(&path) {
            Shape::Group
        } else {
            Shape::Hidden
        };
        let place = self.place(&path, at);
        let mut plan = Plan::new(xml.name(at).to_owned(), around.parent, shape, place);
        // How many there are at first is counted when all are known.
        plan.initial = usize::from(repeat);
        if plan.shape == Shape::Hidden {
            plan.default = self.default(&path, at);
        }
        let index = self.form.nodes.len();
        self.form.nodes.push(plan);
        self.attributes(at, &path, index);
        let inside = Around {
            path: path.clone(),
            parent: Some(index),
            depth: around.depth + 1,
        };
        self.paths.insert(path, index);
        if inner {
            self.inside(at, &inside);
        }
    }

    fn default(&self, path: &str, at: At) -> Option<crate::blueprint::Source> {
        let text = self.xml.text(at);
        // A file that the form brings along goes by its bare name.
        let text = file_name(&text);
        (!text.is_empty()).then(|| crate::blueprint::Source {
            text: text.to_owned(),
            place: self.place(path, at),
        })
    }

    /// Attributes become nodes: entities keep what matters in them.
    fn attributes(&mut self, at: At, path: &str, parent: usize) {
        let xml = self.xml;
        for attribute in xml.attributes(at) {
            let ours = !matches!(attribute.space, Space::Declaration | Space::JavaRosa);
            if ours {
                self.add_attribute(at, path, attribute.name, &attribute.value, Some(parent));
            }
        }
    }

    pub(super) fn add_attribute(
        &mut self,
        at: At,
        path: &str,
        name: &str,
        value: &str,
        parent: Option<usize>,
    ) -> usize {
        let local = name.split_once(':').map_or(name, |(_, local)| local);
        let path = format!("{path}/@{local}");
        let place = self.place(&path, at);
        let index = self.form.nodes.len();
        let mut plan = Plan::new(format!("@{name}"), parent, Shape::Hidden, place.clone());
        plan.default = (!value.is_empty()).then(|| crate::blueprint::Source {
            text: value.to_owned(),
            place,
        });
        self.form.nodes.push(plan);
        self.paths.insert(path, index);
        index
    }

    /// Counts the instances of each repeat, and keeps what they hold beside the defaults.
    ///
    /// `way` is the path of answers, with the numbers of instances; `model` says whether this is
    /// what the nodes were made after.
    fn instances_of(&mut self, at: At, path: &str, way: &str, model: bool) {
        let xml = self.xml;
        let mut seen: Vec<&str> = Vec::new();
        for child in xml.children(at) {
            let inner = format!("{path}/{}", xml.local(child));
            let Some(index) = self.paths.get(&inner).copied() else {
                continue;
            };
            let name = self.form.nodes[index].name.clone();
            let way = format!("{way}/{name}");
            if !self.is_repeat(&inner, child) {
                self.differing(child, index, &way, model);
                if xml.children(child).next().is_some() {
                    self.instances_of(child, &inner, &way, model);
                }
                continue;
            }
            if seen.contains(&xml.local(child)) {
                continue;
            }
            seen.push(xml.local(child));
            self.repeat(at, child, index, (&inner, &way), model);
        }
    }

    fn repeat(&mut self, parent: At, first: At, index: usize, at: (&str, &str), model: bool) {
        let (path, way) = at;
        let template = self.template(parent, first);
        let all: Vec<At> = self.alike(parent, first).collect();
        let real: Vec<At> = all
            .into_iter()
            .filter(|at| !self.is_template(*at))
            .collect();
        let before = self.form.initial.len();
        // The instances inside the template tell how many a new instance begins with.
        if self.is_template(template) {
            let kept = self.form.initial.len();
            self.instances_of(template, path, way, true);
            self.form.initial.truncate(kept);
        }
        for (at, number) in real.iter().zip(1..) {
            let of_model = model && *at == template;
            self.instances_of(*at, path, &format!("{way}[{number}]"), of_model);
        }
        if model {
            self.form.nodes[index].initial = real.len();
        }
        let differ = self.form.initial.len() > before;
        let counts = self.form.nodes[index].initial != real.len();
        if differ || counts {
            self.form
                .initial
                .insert(before, (way.to_owned(), real.len().to_string()));
        }
    }

    /// A value that is not the default of its node.
    fn differing(&mut self, at: At, index: usize, way: &str, model: bool) {
        let plan = &self.form.nodes[index];
        if model || plan.shape != Shape::Hidden {
            return;
        }
        let text = self.xml.text(at);
        let default = plan
            .default
            .as_ref()
            .map_or("", |source| source.text.as_str());
        if text != default {
            self.form.initial.push((way.to_owned(), text.into_owned()));
        }
    }
}
