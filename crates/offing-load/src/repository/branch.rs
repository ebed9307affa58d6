//! Which branch is the main one.

use gix::ObjectId;
use offing_model::deliveries::{Remark, Unread};

use super::fault;

/// Names a main branch usually has, the likeliest first.
const USUAL: [&str; 3] = ["main", "master", "trunk"];

/// The main branch.
#[derive(Debug)]
pub(super) struct Branch {
    /// Its name.
    pub(super) name: String,
    /// Its last commit.
    pub(super) tip: ObjectId,
    /// What a reader has to know about the choice.
    pub(super) remarks: Vec<Remark>,
}

/// Returns the main branch; `None` where there is no commit yet.
///
/// It is the one that is checked out if that has a usual name or is the remote's; else the remote's own, else one with a
/// usual name, else whatever is checked out.
pub(super) fn branch(repo: &gix::Repository) -> Result<Option<Branch>, Unread> {
    let head = repo.head().map_err(|error| fault("`HEAD`", &error))?;
    let checked_out = head.referent_name().map(|name| name.shorten().to_string());
    let detached = head.is_detached();
    let head_tip = head.into_peeled_id().ok().map(|id| id.detach());
    let remote = remote(repo);

    let mut remarks: Vec<Remark> = detached.then_some(Remark::Detached).into_iter().collect();
    if let (Some(name), Some(tip)) = (&checked_out, head_tip)
        && (USUAL.contains(&name.as_str()) || remote.as_ref().is_some_and(|(of_remote, _)| of_remote == name))
    {
        return Ok(Some(Branch { name: name.clone(), tip, remarks }));
    }
    let local =
        USUAL.iter().find_map(|name| Some(((*name).to_owned(), tip(repo, &format!("refs/heads/{name}"))?)));
    let on_origin = || {
        USUAL.iter().find_map(|name| {
            Some((format!("origin/{name}"), tip(repo, &format!("refs/remotes/origin/{name}"))?))
        })
    };
    let remote = remote.map(|(name, tip)| (format!("origin/{name}"), tip));
    match remote.or(local).or_else(on_origin) {
        Some((name, tip)) => {
            remarks.extend(checked_out.map(Remark::ElsewhereCheckedOut));
            Ok(Some(Branch { name, tip, remarks }))
        }
        None => {
            let name = checked_out.unwrap_or_else(|| "HEAD".to_owned());
            Ok(head_tip.map(|tip| Branch { name, tip, remarks }))
        }
    }
}

/// Returns the branch that the remote calls its main one.
fn remote(repo: &gix::Repository) -> Option<(String, ObjectId)> {
    let head = repo.try_find_reference("refs/remotes/origin/HEAD").ok()??;
    let target = head.target().try_name()?.as_bstr().to_string();
    let name = target.strip_prefix("refs/remotes/origin/")?.to_owned();
    Some((name, tip(repo, &target)?))
}

fn tip(repo: &gix::Repository, reference: &str) -> Option<ObjectId> {
    let mut reference = repo.try_find_reference(reference).ok()??;
    reference.peel_to_commit().ok().map(|commit| commit.id)
}
