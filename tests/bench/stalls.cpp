// SPDX-FileCopyrightText: GSC Tracking Admin contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "backup/makebackup.h"
#include "bench/measure.h"
#include "bench/scenarios.h"
#include "core/loopwatch.h"
#include "ui/customers/customerspage.h"
#include "ui/shell/workspace.h"

#include <QAction>
#include <QLineEdit>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

namespace Bench::Scenarios {

namespace {

class YesPrompt final : public Core::UserPrompt
{
public:
    void ask(const Core::Question &, std::function<void(Core::Answer)> answered) override
    {
        QTimer::singleShot(0, qApp, [answered = std::move(answered)] { answered(Core::Answer::Accept); });
    }
};

template <typename Widget>
Widget *part(QWidget &page, const char *name)
{
    auto *widget = page.findChild<Widget *>(QLatin1String(name));
    if (!widget)
        throw Failure(QStringLiteral("The page has no %1").arg(QLatin1String(name)));
    return widget;
}

/// The real page on a real database, as a user would use it in a hurry.
class Visit final
{
public:
    explicit Visit(const Target &target)
        : m_target(target)
    {}

    QList<std::pair<QString, QList<double>>> run()
    {
        record("open", [this] { open(); });
        m_table = part<QTableView>(*m_page, "customersTable");
        record("scroll", [this] { scroll(); });
        record("sort", [this] { sort(); });
        record("search", [this] { search(); });
        record("edit and save", [this] { editAndSave(); });
        record("backup", [this] { backUp(); });
        return m_phases;
    }

private:
    /// Lets the event loop run `step` as any event, and go on for `rest` ms.
    template <typename Step>
    void play(int rest, Step step)
    {
        QEventLoop loop;
        QTimer::singleShot(0, &loop, step);
        QTimer::singleShot(m_target.isTrial() ? std::max(rest / 5, 20) : rest, &loop, &QEventLoop::quit);
        loop.exec();
    }

    template <typename Phase>
    void record(const char *name, Phase phase)
    {
        m_waits.clear();
        phase();
        m_phases.append({QLatin1String(name), std::exchange(m_waits, {})});
    }

    void open()
    {
        m_workspace = std::make_unique<Gui::Workspace>(Profiles::profileFor(m_target.spec),
                                                       m_target.spec.password, nullptr, m_drafts.path());
        QObject::connect(m_workspace.get(), &Gui::Workspace::opened, m_workspace.get(), [this] {
            m_page = std::make_unique<Gui::CustomersPage>(m_workspace->repository(), m_workspace->journal(),
                                                          m_prompt);
            m_page->resize(1280, 800);
            m_page->show();
            m_page->start();
        });
        play(4000, [this] { m_workspace->open(); });
        if (!m_page)
            throw Failure(QStringLiteral("The page did not open"));
    }

    void scroll()
    {
        QScrollBar *bar = m_table->verticalScrollBar();
        for (int i = 0; i < 60; ++i)
            play(30, [bar] { bar->setValue(bar->value() + bar->pageStep()); });
        QRandomGenerator random(5);
        for (int i = 0; i < 30; ++i)
            play(60, [&] { bar->setValue(random.bounded(bar->maximum() + 1)); });
        play(100, [bar] { bar->setValue(bar->maximum()); });
        play(100, [bar] { bar->setValue(0); });
    }

    void sort()
    {
        for (const Customers::Field field :
             {Customers::Field::Email, Customers::Field::UpdatedAt, Customers::Field::Name})
            play(1500,
                 [&] { m_table->sortByColumn(Gui::CustomerTableModel::column(field), Qt::DescendingOrder); });
        play(1500, [&] {
            m_table->sortByColumn(Gui::CustomerTableModel::column(Customers::Field::Name),
                                  Qt::AscendingOrder);
        });
    }

    void search()
    {
        auto *box = part<QLineEdit>(*m_page, "search");
        for (const char *needle : {"smith", "oyelaran"}) {
            for (const char letter : QByteArray(needle))
                play(60, [&] { QTest::keyClick(box, letter); });
            play(1500, [] {});
            play(1500, [box] { box->clear(); });
        }
    }

    void editAndSave()
    {
        QAbstractItemModel *model = m_table->model();
        const int notes = Gui::CustomerTableModel::column(Customers::Field::Notes);
        for (int round = 0; round < 5; ++round) {
            for (int row = 0; row < 5; ++row)
                play(50, [&] {
                    m_table->setCurrentIndex(model->index(row, notes));
                    model->setData(model->index(row, notes), QStringLiteral("measured %1").arg(round),
                                   Qt::EditRole);
                });
            play(500, [&] { m_page->actions().save->trigger(); });
        }
        if (m_page->actions().save->isEnabled())
            throw Failure(QStringLiteral("The changes were not saved"));
    }

    /// Looking about while a backup is made.
    void backUp()
    {
        const QTemporaryDir folder;
        Backup::Request request;
        request.kind = m_target.isSqlite() ? Backup::Kind::SqliteSnapshot : Backup::Kind::Portable;
        request.source = m_target.spec;
        request.file = folder.filePath(QStringLiteral("backup.db"));
        std::optional<Core::Result<Backup::Made>> made;
        Core::Job job;
        QObject::connect(&job, &Core::Job::progressed, m_page.get(), [this](const Core::JobProgress &now) {
            m_page->setWindowTitle(now.phase + QString::number(now.done));
        });
        job.start<Backup::Made>(
               [request](Core::JobContext &context) { return Backup::makeBackup(request, context); })
            .then(m_page.get(),
                  [&made](Core::Result<Backup::Made> result) { made.emplace(std::move(result)); });
        QScrollBar *bar = m_table->verticalScrollBar();
        QRandomGenerator random(6);
        while (!made)
            play(60, [&] { bar->setValue(random.bounded(bar->maximum() + 1)); });
        if (!made->has_value())
            throw Failure(Core::toText(made->error()));
    }

    Target m_target;
    QTemporaryDir m_drafts;
    YesPrompt m_prompt;
    QList<double> m_waits; ///< for each sign of life of the event loop
    Core::LoopWatch m_watch{[this](auto asked, auto answered) {
        m_waits.append(std::chrono::duration<double, std::milli>(answered - asked).count());
    }};
    std::unique_ptr<Gui::Workspace> m_workspace;
    std::unique_ptr<Gui::CustomersPage> m_page;
    QTableView *m_table = nullptr;
    QList<std::pair<QString, QList<double>>> m_phases;
};

} // namespace

void stalls(const Target &target, Report &report)
{
    const auto add = [&](const QString &what, double ours, std::optional<double> most) {
        Figure f;
        f.id = QStringLiteral("P2");
        f.engine = target.engine();
        f.what = what;
        f.unit = QStringLiteral("ms");
        f.ours = ours;
        f.maxOurs = most;
        report.add(f);
    };
    QList<double> all;
    for (const auto &[phase, waits] : Visit(target).run()) {
        add(QStringLiteral("longest wait for the event loop: ") + phase, quantile(waits, 1), 50);
        all += waits;
    }
    add(QStringLiteral("wait for the event loop, 99th percentile"), quantile(all, 0.99), 16);
}

} // namespace Bench::Scenarios
