// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/profilemanager.h"

#include "ui/base/spacing.h"
#include "ui/base/statepane.h"
#include "ui/connect/connectdialog.h"
#include "ui/connect/profilelistmodel.h"
#include "ui/connect/profilesecrets.h"

#include <QFileDialog>
#include <QListView>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QStackedWidget>
#include <QToolButton>
#include <QUuid>

namespace Gui {

using Core::Result;
using Profiles::Profile;
using Profiles::ProfileSet;

ProfileManager::ProfileManager(Profiles::ProfileStore store, ProfileSecrets &secrets,
                               Core::UserPrompt &prompt, ProfileEditor::FileReader readFile, QWidget *parent)
    : QDialog(parent)
    , m_file(std::move(store))
    , m_secrets(secrets)
    , m_prompt(prompt)
    , m_readFile(std::move(readFile))
    , m_model(new ProfileListModel(this))
{
    setObjectName(QStringLiteral("profileManager"));
    setWindowTitle(tr("Profiles"));
    buildList();
    buildActions();
    arrange();
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &current) {
                if (m_isSelecting || m_isBusy || (current.isValid() && current.row() == shownRow()))
                    return;
                const QString wanted =
                    current.isValid() ? m_model->profiles().at(current.row()).id : QString();
                showRow(shownRow()); // stays until the form may be left
                leave([this, wanted] { select(wanted); });
            });
    connect(m_model, &QAbstractItemModel::rowsMoved, this, &ProfileManager::saveOrder);
    connect(m_editor, &ProfileEditor::edited, this, &ProfileManager::update);
    connect(m_editor, &ProfileEditor::saveRequested, this, [this] { save(); });
    connect(m_editor, &ProfileEditor::revertRequested, this, [this] { select(m_shown); });
    connect(m_editor, &ProfileEditor::keyringTestRequested, this, &ProfileManager::testKeyring);
    connect(m_editor, &ProfileEditor::passwordChangeRequested, this,
            [this] { leave([this] { changePassword(); }); });
    update();
    readServices();
    load();
}

const QList<Profile> &ProfileManager::profiles() const
{
    return m_model->profiles();
}

int ProfileManager::shownRow() const
{
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (!m_shown.isEmpty() && m_model->profiles().at(row).id == m_shown)
            return row;
    }
    return -1;
}

void ProfileManager::load()
{
    setBusy(true);
    m_file.load().then(this, [this](const Result<Profiles::LoadedProfiles> &loaded) {
        setBusy(false);
        if (!loaded)
            return showError(loaded.error());
        take(loaded->set, m_shown.isEmpty() && !loaded->set.profiles.isEmpty()
                              ? loaded->set.profiles.first().id
                              : m_shown);
        if (!loaded->setAside.isEmpty())
            showError({Core::ErrorKind::Corrupt,
                       tr("The profiles file was damaged. It was kept as %1, and the list begins anew.")
                           .arg(QDir::toNativeSeparators(loaded->setAside)),
                       {},
                       {}});
    });
}

/// What the file holds now; a changed form stays as it is.
void ProfileManager::take(const ProfileSet &set, const QString &idToShow)
{
    const bool keeps = m_editor->isModified() && m_stack->currentWidget() == m_editor && idToShow == m_shown;
    {
        const QScopedValueRollback<bool> selecting(m_isSelecting, true);
        m_model->setProfiles(set.profiles);
    }
    Q_EMIT profilesChanged(set.profiles);
    if (keeps)
        showRow(shownRow());
    else
        select(idToShow);
    update();
}

void ProfileManager::showRow(int row)
{
    const QScopedValueRollback<bool> selecting(m_isSelecting, true);
    if (row >= 0)
        m_list->setCurrentIndex(m_model->index(row));
    else
        m_list->selectionModel()->clear();
}

void ProfileManager::select(const QString &id)
{
    m_shown = id;
    const int row = shownRow();
    showRow(row);
    if (row < 0) {
        m_shown.clear();
        m_editor->edit({}, {}, false); // nothing to lose in it
        m_state->setState(
            QStringLiteral("network-server-database"),
            m_model->rowCount() == 0 ? tr("No profiles yet") : tr("No profile is selected"),
            m_model->rowCount() == 0
                ? tr("A profile keeps a database under a name, with its own color, so that nobody takes "
                     "Production for Staging. Begin with the connection string of your provider.")
                : tr("Choose one at the left, or add another."),
            tr("Add from a Connection String…"));
        m_stack->setCurrentWidget(m_state);
        return update();
    }
    QStringList taken;
    for (const Profile &other : m_model->profiles())
        if (other.id != id)
            taken.append(other.name);
    m_editor->edit(m_model->profiles().at(row), taken, false);
    m_stack->setCurrentWidget(m_editor);
    readPasswordFile(m_model->profiles().at(row));
    update();
}

void ProfileManager::addNew(const Profile &profile)
{
    leave([this, profile] {
        m_shown.clear();
        showRow(-1);
        Profile fresh = profile;
        fresh.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
        if (!fresh.name.isEmpty())
            fresh.name = Profiles::uniqueName(m_model->profiles(), fresh.name);
        QStringList taken;
        for (const Profile &other : m_model->profiles())
            taken.append(other.name);
        m_editor->edit(fresh, taken, true);
        readPasswordFile(fresh);
        m_stack->setCurrentWidget(m_editor);
        m_editor->focusName();
        update();
    });
}

void ProfileManager::addFrom(const Db::ConnectionSpec &spec)
{
    addNew(Profiles::profileFor(spec));
}

void ProfileManager::leave(const Next &next)
{
    if (m_isBusy)
        return;
    if (m_stack->currentWidget() != m_editor || !m_editor->isModified())
        return next();
    const bool saves = m_editor->problem().isEmpty();
    Core::Question question;
    question.title = tr("Profile changed");
    question.text = m_editor->isNew() ? tr("The new profile is not saved yet.")
                                      : tr("The changes of this profile are not saved yet.");
    question.detail = saves ? QString() : m_editor->problem();
    question.accept = saves ? tr("&Save") : tr("&Discard");
    question.alternative = saves ? tr("&Discard") : QString();
    question.destructive = !saves;
    m_prompt.ask(question, [self = QPointer(this), next, saves](Core::Answer answer) {
        if (!self)
            return;
        if (answer == Core::Answer::Reject)
            self->m_isClosing = false;
        else if (saves && answer == Core::Answer::Accept)
            self->save(next);
        else {
            self->select(self->m_shown);
            next();
        }
    });
}

void ProfileManager::save(const Next &next)
{
    if (m_isBusy || !m_editor->problem().isEmpty())
        return;
    const int row = shownRow();
    const Profile after = m_editor->profile();
    const Profile before = row >= 0 ? m_model->profiles().at(row) : after;
    const QString password = m_editor->password();
    setBusy(true);
    m_editor->setMessage(Tone::Information, tr("Saving…"));
    m_file.save(after).then(this, [this, before, after, password, next](const Result<ProfileSet> &saved) {
        if (!saved) {
            setBusy(false);
            return showError(saved.error());
        }
        m_shown = after.id;
        m_editor->edit(after, {}, false); // saved: nothing to lose any more
        take(*saved, after.id);
        keepSecret(before, after, password, next);
    });
}

void ProfileManager::duplicate()
{
    leave([this] {
        if (const int row = shownRow(); row >= 0)
            addNew(m_model->profiles().at(row)); // addNew gives it another id and name
    });
}

void ProfileManager::removeShown()
{
    const int row = shownRow();
    if (row < 0 || m_isBusy)
        return;
    const Profile profile = m_model->profiles().at(row);
    Core::Question question;
    question.title = tr("Delete profile");
    question.text =
        tr("Delete the profile “%1” (%2)?").arg(profile.name, Profiles::wordOf(profile.environment));
    question.detail = tr("Its password is forgotten here, too. The database itself is not touched.");
    question.accept = tr("&Delete");
    question.destructive = true;
    m_prompt.ask(question, [self = QPointer(this), profile](Core::Answer answer) {
        if (self && answer == Core::Answer::Accept)
            self->removeConfirmed(profile);
    });
}

void ProfileManager::removeConfirmed(const Profile &profile)
{
    const int row = shownRow();
    const auto &all = m_model->profiles();
    const int neighbour = row + 1 < all.size() ? row + 1 : row - 1;
    const QString nextId = neighbour >= 0 && neighbour < all.size() ? all.at(neighbour).id : QString();
    setBusy(true);
    m_file.remove(profile.id).then(this, [this, profile, nextId](const Result<ProfileSet> &left) {
        setBusy(false);
        if (!left)
            return showError(left.error());
        m_shown.clear();
        take(*left, nextId);
        m_secrets.remove(profile).then(this, [this, profile](const Result<bool> &forgotten) {
            if (!forgotten)
                showError({forgotten.error().kind,
                           tr("The profile “%1” is deleted, but its password is still kept. %2")
                               .arg(profile.name, forgotten.error().summary),
                           {},
                           {}});
        });
    });
}

void ProfileManager::moveBy(int rows)
{
    const int row = shownRow();
    const int to = row + rows;
    if (row < 0 || to < 0 || to >= m_model->rowCount() || m_isBusy)
        return;
    const QScopedValueRollback<bool> selecting(m_isSelecting, true);
    m_model->moveRow({}, row, {}, rows > 0 ? to + 1 : to);
}

void ProfileManager::saveOrder()
{
    update(); // what can be moved further up or down
    // One after the other: an answer to an earlier move would undo a later one.
    m_isOrderChanged = true;
    if (m_isSavingOrder)
        return;
    m_isOrderChanged = false;
    m_isSavingOrder = true;
    QStringList ids;
    for (const Profile &profile : m_model->profiles())
        ids.append(profile.id);
    m_file.reorder(ids).then(this, [this](const Result<ProfileSet> &ordered) {
        m_isSavingOrder = false;
        if (ordered)
            return m_isOrderChanged ? saveOrder() : take(*ordered, m_shown);
        showError(ordered.error());
        load(); // as it is on disk
    });
}

void ProfileManager::paste()
{
    leave([this] {
        auto *dialog = new ConnectDialog(m_readFile, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setPurpose(tr("Add a Profile from a Connection String"), tr("&Add"));
        connect(dialog, &QDialog::accepted, this, [this, dialog] { addFrom(dialog->spec()); });
        dialog->open();
    });
}

void ProfileManager::importFrom(const QString &file)
{
    setBusy(true);
    m_file.importFrom(file).then(this, [this](const Result<ProfileFile::Import> &done) {
        setBusy(false);
        if (!done)
            return showError(done.error());
        const auto &all = done->set.profiles;
        take(done->set, done->added > 0 ? all.at(all.size() - done->added).id : m_shown);
        QStringList lines{
            tr("%n profiles were imported. Passwords are never in such a file.", nullptr, done->added)};
        lines += done->skipped;
        m_editor->setMessage(done->skipped.isEmpty() ? Tone::Success : Tone::Warning, lines.join(u'\n'));
    });
}

void ProfileManager::exportTo(const QString &file)
{
    ProfileFile::exportTo(file, m_model->profiles()).then(this, [this](const Result<int> &done) {
        if (!done)
            return showError(done.error());
        m_editor->setMessage(Tone::Success,
                             tr("%n profiles were exported, without their passwords.", nullptr, *done));
    });
}

void ProfileManager::showError(const Core::Error &error)
{
    if (m_stack->currentWidget() == m_state)
        m_state->setState(QStringLiteral("dialog-error"), tr("That did not work"), error.summary,
                          tr("Add from a Connection String…"));
    m_editor->setMessage(Tone::Problem, error.summary);
    m_isClosing = false;
    m_closesWhenDone = false;
}

void ProfileManager::setBusy(bool busy)
{
    m_isBusy = busy;
    m_editor->setBusy(busy);
    update();
}

void ProfileManager::reject()
{
    if (m_isClosing)
        return;
    if (m_isBusy) {
        m_closesWhenDone = true;
        return;
    }
    m_isClosing = true;
    leave([this] {
        m_isClosing = false;
        QDialog::reject();
    });
}

} // namespace Gui
