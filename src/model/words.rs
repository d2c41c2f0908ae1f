//! Enumerations that are stored, printed and typed as words, with a suggestion for an unknown
//! word.

/// Defines such an enumeration: each variant with its word, all of them in
/// order, and printing by word. With `by word` it is also read by word and no
/// other way.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident, by word, $known:literal: $($rest:tt)+) => {
        words! { $(#[$doc])* $name, $known: $($rest)+ }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(word: &str) -> std::result::Result<Self, String> {
                Self::from_word(word)
            }
        }
    };
    ($(#[$doc:meta])* $name:ident, $known:literal:
        $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant),+
        }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its word, as it is stored and printed.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }

            /// The one with this word; the error lists the words there are.
            fn from_word(word: &str) -> std::result::Result<Self, String> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::model::words::unknown(word, $known, &[$($word),+])),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(crate) use words;

/// The error for a word that is not one of the known ones.
pub(crate) fn unknown(word: &str, introduced: &str, known: &[&str]) -> String {
    let listed = known.join(", ");
    match nearest(word, known.iter().copied()) {
        Some(meant) => format!("{introduced} {listed}; did you mean {meant}?"),
        None => format!("{introduced} {listed}"),
    }
}

/// From how alike on two names may be the same, mistyped: 1 is the same.
const ALIKE: f64 = 0.8;

/// The one of the known names that was probably meant, or `None` if none is similar.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let is_slip = |known: &str| name.len() > 2 && strsim::osa_distance(name, known) <= 1;
    let rated = known.map(|known| (strsim::jaro_winkler(name, known), known));
    let near = rated.filter(|(alike, known)| *alike >= ALIKE || is_slip(known));
    near.max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_suggested_and_none_where_none_is_near() {
        let known = ["supervisor", "strategy", "risk", "execution", "msg"];
        for (typed, meant) in [
            ("rsik", Some("risk")),
            ("risks", Some("risk")),
            ("mgs", Some("msg")),
            ("mg", None),
            ("stratgy", Some("strategy")),
            ("executor", Some("execution")),
            ("news", None),
            ("x", None),
        ] {
            assert_eq!(nearest(typed, known.into_iter()), meant, "{typed}");
        }
    }
}
