// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/changepassworddialog.h"

#include "profiles/servicefile.h"
#include "secrets/passwordgenerator.h"
#include "ui/base/tonelabel.h"
#include "ui/connect/profilesecrets.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QThreadPool>

namespace Gui {

using Core::Error;
using Core::ErrorKind;
using Core::Result;
using Profiles::PasswordChange;
using Profiles::Profile;
using Profiles::SecretPlace;
using Profiles::ValidPassword;

namespace {

constexpr int shortest = 12;

PasswordChange changed(const Profile &profile, const QString &password, const QString &fresh)
{
    auto spec = Profiles::resolved(profile);
    if (!spec)
        return {ValidPassword::Old, spec.error()};
    spec->password = password;
    return Profiles::changePassword(*spec, fresh);
}

} // namespace

ChangePasswordDialog::ChangePasswordDialog(Profile profile, ProfileSecrets &secrets, ProfileFile file,
                                           QWidget *parent)
    : QDialog(parent)
    , m_profile(std::move(profile))
    , m_secrets(secrets)
    , m_file(std::move(file))
{
    setObjectName(QStringLiteral("changePassword"));
    setWindowTitle(tr("Change Password"));
    setWindowModality(Qt::WindowModal);
    build();
    m_fresh->setText(Secrets::strongPassword());
    if (const QString refused = refusal(m_profile); !refused.isEmpty())
        m_message->setMessage(Tone::Warning, refused);
    else if (m_profile.secret == SecretPlace::Session)
        m_message->setMessage(Tone::Information,
                              tr("This profile keeps its password only until the program ends. Put the new "
                                 "one into a safe place before you change it: nobody can read it from the "
                                 "server."));

    for (QLineEdit *field : {m_fresh, m_typed})
        connect(field, &QLineEdit::textChanged, this, &ChangePasswordDialog::update);
    connect(m_noted, &QCheckBox::toggled, this, &ChangePasswordDialog::update);
    connect(m_show, &QCheckBox::toggled, this,
            [this](bool on) { m_fresh->setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password); });
    connect(m_another, &QPushButton::clicked, this, [this] { m_fresh->setText(Secrets::strongPassword()); });
    connect(m_copy, &QPushButton::clicked, this, &ChangePasswordDialog::copy);
    connect(&m_clipboard, &SecretClipboard::released, m_clipboardLine, &ToneLabel::clear);
    connect(m_accept, &QPushButton::clicked, this, &ChangePasswordDialog::begin);
    connect(m_cancel, &QPushButton::clicked, this, &ChangePasswordDialog::reject);
    update();
}

QString ChangePasswordDialog::refusal(const Profile &profile)
{
    if (profile.connection.engine != Db::Engine::PostgreSQL)
        return tr("A file has no password.");
    if (profile.isReadOnly)
        return tr("This profile is never opened for writing, and a changed password is a change of the "
                  "server. Use a profile that may write.");
    if (profile.secret == SecretPlace::PasswordFile)
        return tr("The password is in your own password file, which this program never writes. Choose "
                  "another place in the profile, type the present password there and save; then change it.");
    return {};
}

void ChangePasswordDialog::update()
{
    const bool typing = m_stage == Stage::Typing;
    const bool refused = !refusal(m_profile).isEmpty();
    const QString fresh = m_fresh->text();
    const bool confirmed =
        !m_profile.environment.needsGuard() || m_typed->text() == Profiles::wordOf(m_profile.environment);
    const bool noted = m_profile.secret != SecretPlace::Session || m_noted->isChecked();
    m_fresh->setReadOnly(!typing || m_isResumed || refused);
    m_copy->setEnabled(!fresh.isEmpty());
    m_another->setEnabled(typing && !m_isResumed && !refused);
    m_noted->setEnabled(typing);
    m_typed->setEnabled(typing);
    m_progress->setVisible(m_stage == Stage::Preparing || m_stage == Stage::Sending);
    m_accept->setVisible(m_stage != Stage::Done && !refused);
    m_accept->setEnabled(typing && !refused && confirmed && noted && fresh.size() >= shortest);
    m_accept->setToolTip(fresh.size() < shortest ? tr("Use at least %n characters", nullptr, shortest)
                                                 : QString());
    m_cancel->setEnabled(m_stage != Stage::Sending && !m_isCancelled);
    m_cancel->setText(m_stage == Stage::Done || refused ? tr("Close") : tr("Cancel"));
    m_cancel->setAccessibleName(m_cancel->text());
    // Enter does nothing before all is confirmed.
    m_accept->setDefault(m_accept->isEnabled());
    m_cancel->setDefault(!m_accept->isEnabled());
}

void ChangePasswordDialog::enter(Stage stage, Tone tone, const QString &message)
{
    m_stage = stage;
    m_message->setMessage(tone, message);
    update();
}

void ChangePasswordDialog::begin()
{
    if (m_stage != Stage::Typing || !m_accept->isEnabled())
        return;
    m_hasKept = false;
    enter(Stage::Preparing, Tone::Information, tr("Looking up the present password…"));
    m_secrets.kept(pendingOf(m_profile), this).then(this, [this](const Result<QString> &pending) {
        if (isGivenUp())
            return;
        if (!pending)
            return enter(Stage::Typing, Tone::Problem,
                         tr("%1 Nothing was changed.").arg(pending.error().summary));
        if (pending->isEmpty())
            return readPresent();
        if (*pending != m_fresh->text())
            return takeUp(*pending);
        m_isResumed = true;
        send(With::Pending, *pending);
    });
}

/// An earlier change was cut off: its new password may be the valid one, so it must not be overwritten.
void ChangePasswordDialog::takeUp(const QString &pending)
{
    m_isResumed = true;
    m_fresh->setText(pending);
    m_noted->setChecked(false);
    enter(Stage::Typing, Tone::Warning,
          tr("An earlier change was cut off, and it is not known which password is valid. Its new password "
             "was kept and is the one shown now. Change the password again to bring that to its end."));
}

void ChangePasswordDialog::readPresent()
{
    enter(Stage::Preparing, Tone::Information, tr("Looking up the present password…"));
    m_secrets.passwordFor(m_profile, this).then(this, [this](const Result<QString> &present) {
        if (isGivenUp())
            return;
        if (!present) {
            const bool cancelled = present.error().kind == ErrorKind::Cancelled;
            return enter(Stage::Typing, cancelled ? Tone::Information : Tone::Problem,
                         tr("%1 Nothing was changed.")
                             .arg(cancelled ? tr("The present password is needed to log in.")
                                            : present.error().summary));
        }
        if (m_isResumed)
            return send(With::Present, *present);
        if (*present == m_fresh->text())
            return enter(Stage::Typing, Tone::Warning,
                         tr("This is the present password. Nothing was changed: choose another."));
        keepPending(*present);
    });
}

void ChangePasswordDialog::keepPending(const QString &present)
{
    m_hasKept = true;
    m_secrets.keep(pendingOf(m_profile), m_fresh->text(), this)
        .then(this, [this, present](const Result<bool> &kept) {
            if (isGivenUp())
                return;
            if (kept)
                return send(With::Present, present);
            const QString why = kept.error().kind == ErrorKind::Cancelled ? tr("The vault stays locked.")
                                                                          : kept.error().summary;
            m_secrets.removePending(m_profile).then(this, [this, why](const Result<bool> &) {
                enter(Stage::Typing, Tone::Problem,
                      tr("The new password could not be kept, so nothing was sent to the server and the old "
                         "one is still valid. %1")
                          .arg(why));
            });
        });
}

void ChangePasswordDialog::send(With with, const QString &password)
{
    enter(Stage::Sending, Tone::Information,
          tr("Changing the password on the server, then trying it. This usually takes a few seconds, and up "
             "to a minute when the line is bad."));
    auto state = std::make_shared<Core::TaskState<PasswordChange>>();
    QThreadPool::globalInstance()->start([state, profile = m_profile, password, fresh = m_fresh->text()] {
        state->answer(changed(profile, password, fresh));
    });
    Core::Task<PasswordChange>(state).then(
        this, [this, with](const Result<PasswordChange> &change) { conclude(with, *change); });
}

void ChangePasswordDialog::conclude(With with, const PasswordChange &change)
{
    const Error error = change.error.value_or(Error{});
    if (change.valid == ValidPassword::New)
        return keepFresh();
    // “Old” is then the pending one itself, which only a refused login speaks against.
    if (with == With::Pending && change.valid == ValidPassword::Old &&
        error.kind == ErrorKind::Authentication)
        return readPresent();
    if (with == With::Present && change.valid == ValidPassword::Old)
        return concludeOld(error);
    m_isResumed = true;
    enter(
        Stage::Typing, Tone::Warning,
        with == With::Present && !error.summary.isEmpty()
            ? error.summary
            : tr("It is not known which password is valid now. Both are kept: try again when the server can "
                 "be reached."));
}

void ChangePasswordDialog::concludeOld(const Error &error)
{
    const bool refused = error.kind == ErrorKind::Authentication;
    if (refused)
        m_secrets.refuse(m_profile);
    if (m_isResumed && refused)
        return enter(Stage::Typing, Tone::Problem,
                     tr("The server took neither the present password nor the new one. Nothing was changed, "
                        "and both are kept. Try again to type the present one."));
    const QString text =
        refused ? tr("The server refused the present password. Nothing was changed. Try again to type it.")
                : error.summary;
    m_secrets.removePending(m_profile).then(this, [this, text](const Result<bool> &) {
        m_isResumed = false;
        enter(Stage::Typing, Tone::Problem, text);
    });
}

void ChangePasswordDialog::keepFresh()
{
    enter(Stage::Sending, Tone::Information, tr("The new password is valid. Keeping it…"));
    m_secrets.keep(m_profile, m_fresh->text(), this).then(this, [this](const Result<bool> &kept) {
        if (!kept)
            return noteDate(kept.error()); // the pending one stays: it is the only durable copy
        // A pending one that stays behind is the same password: the next change finds out.
        m_secrets.removePending(m_profile).then(this, [this](const Result<bool> &) { noteDate({}); });
    });
}

void ChangePasswordDialog::noteDate(const std::optional<Error> &notKept)
{
    m_profile.passwordChanged = QDate::currentDate();
    // Only the date: the rest of the profile may have been changed meanwhile.
    const auto change = [id = m_profile.id, date = m_profile.passwordChanged](Profiles::ProfileSet &set) {
        for (Profile &profile : set.profiles) {
            if (profile.id == id)
                profile.passwordChanged = date;
        }
        return Result<void>();
    };
    m_file.update(change).then(this, [this, notKept](const Result<Profiles::ProfileSet> &saved) {
        if (notKept)
            enter(Stage::Done, Tone::Warning,
                  tr("The password was changed, but the new one could not be kept in its place: copy it now "
                     "and keep it safe. %1")
                      .arg(notKept->summary));
        else if (!saved)
            enter(Stage::Done, Tone::Warning,
                  tr("The password was changed, and the new one is kept. Only the date of the change could "
                     "not be written: %1")
                      .arg(saved.error().summary));
        else
            enter(Stage::Done, Tone::Success,
                  m_profile.secret == SecretPlace::Session
                      ? tr("The password was changed, and the server takes the new one. It is kept here "
                           "only until the program ends.")
                      : tr("The password was changed, the server takes the new one, and it is kept."));
        Q_EMIT passwordChanged(m_profile);
    });
}

bool ChangePasswordDialog::isGivenUp()
{
    if (!m_isCancelled)
        return false;
    const auto close = [this] {
        m_stage = Stage::Done;
        QDialog::reject();
    };
    if (m_hasKept && !m_isResumed)
        m_secrets.removePending(m_profile).then(this, [close](const Result<bool> &) { close(); });
    else
        close();
    return true;
}

void ChangePasswordDialog::copy()
{
    m_clipboard.copy(m_fresh->text());
    m_clipboardLine->setMessage(Tone::Information,
                                tr("Copied. It leaves the clipboard after 30 seconds, or when this window "
                                   "closes."));
}

void ChangePasswordDialog::reject()
{
    if (m_stage == Stage::Sending || m_isCancelled)
        return;
    if (m_stage != Stage::Preparing)
        return QDialog::reject();
    m_isCancelled = true;
    enter(Stage::Preparing, Tone::Information, tr("Cancelling. Nothing was sent…"));
}

} // namespace Gui
