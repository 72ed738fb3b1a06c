"""Dialog “Set up inference runtime…”: shows the state, installs, removes; only when the user says so."""

from __future__ import annotations

import os
from pathlib import Path

from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QProcess, QProcessEnvironment, Qt, QUrl
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
)

from ..algorithms.translation import sentence, tr
from ..core.errors import LmaError
from ..inference import installation, runtime
from ..inference.installation import CPU, DOWNLOAD_MB, GPU, Installation


def show_runtime_dialog(parent):
    """Open the dialog and wait until it is closed."""
    RuntimeDialog(parent).exec()


class RuntimeDialog(QDialog):
    """Set up, replace or remove the inference runtime.

    Parameters
    ----------
    parent : QWidget or None
    home : str, optional
        Folder of the QGIS profile.
    """

    def __init__(self, parent=None, home=None):
        super().__init__(parent)
        self._home = home or QgsApplication.qgisSettingsDirPath()
        self._setup = self._process = None
        self._number = 0
        self._output = ""
        self.setWindowTitle(tr("Set up inference runtime"))
        self.setMinimumWidth(560)
        self._build()
        self.show_state()

    def _build(self):
        layout = QVBoxLayout(self)
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.state.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(self.state)
        self.cpu = QRadioButton(tr("CPU: onnxruntime, about {} MB").format(DOWNLOAD_MB[CPU]))
        self.gpu = QRadioButton(tr("NVIDIA GPU: onnxruntime-gpu, about {} MB").format(DOWNLOAD_MB[GPU]))
        note = QLabel(tr("The GPU needs CUDA 12 and cuDNN 9 from NVIDIA, which you install yourself."))
        note.setWordWrap(True)
        self.cpu.setChecked(True)
        self.gpu.setEnabled(GPU in installation.packages())
        self.install = QPushButton(tr("Download and install"))
        self.from_file = QPushButton(tr("Install from a wheel file…"))
        self.remove = QPushButton(tr("Remove"))
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        actions = QHBoxLayout()
        for button in (self.install, self.from_file, self.remove):
            actions.addWidget(button)
        for widget in (self.cpu, self.gpu, note):
            layout.addWidget(widget)
        layout.addLayout(actions)
        for widget in (self.busy, self.log, buttons):
            layout.addWidget(widget)
        self.install.clicked.connect(self._install)
        self.from_file.clicked.connect(self._install_file)
        self.remove.clicked.connect(self._remove)
        buttons.rejected.connect(self.reject)

    def show_state(self):
        """Say what is there now."""
        own = installation.installed(self._home)
        try:
            module = runtime.load(self._home)
            place = Path(module.__file__).parent
            found = tr("In use: onnxruntime {} from {}.").format(module.__version__, place)
        except LmaError as error:
            found = sentence(error)
        where = runtime.folder(self._home)
        mine = tr("Installed by this dialog: {}.").format(" ".join(own) if own else tr("nothing"))
        self.state.setText(
            f"{found}\n{mine}\n"
            + tr("One package goes into {}; numpy and everything else of QGIS stay untouched.").format(where)
        )
        self.remove.setEnabled(own is not None)

    def _install(self):
        self.start(package=GPU if self.gpu.isChecked() else CPU)

    def _install_file(self):
        path, _ = QFileDialog.getOpenFileName(self, tr("Wheel of onnxruntime"), "", tr("Wheels (*.whl)"))
        if path:
            self.start(wheel=path)

    def _remove(self):
        try:
            self.log.appendPlainText(installation.remove(self._home))
        except LmaError as error:
            self.log.appendPlainText(sentence(error))
        self.show_state()

    def start(self, package=CPU, wheel=None, interpreter=None):
        """Begin a set-up; the dialog stays usable.

        Parameters
        ----------
        package : str, optional
            What to download.
        wheel : str, optional
            A wheel file instead.
        interpreter : pathlib.Path, optional
            The Python program; found when left out.
        """
        try:
            self._setup = Installation(self._home, package, wheel, interpreter)
            self._setup.prepare()
        except LmaError as error:
            self._end(sentence(error))
            return
        self._set_busy(True)
        self._number = 0
        self._next_step()

    def _next_step(self):
        step = self._setup.steps()[self._number]
        self.log.appendPlainText(tr(step.title) + "…")
        environment = QProcessEnvironment()
        for name, value in installation.child_environment(os.environ, proxy_of_qgis()).items():
            environment.insert(name, value)
        self._output = ""
        self._process = QProcess(self)
        self._process.setProcessEnvironment(environment)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        self._process.readyRead.connect(self._read)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed)
        self._process.start(str(self._setup.interpreter), list(step.arguments))

    def _read(self):
        text = bytes(self._process.readAll()).decode("utf-8", "replace")
        self._output += text
        # The probes answer in JSON, which tells a person nothing.
        if self._number == 1:
            self.log.appendPlainText(text.rstrip())

    def _failed(self, error):
        if error == QProcess.ProcessError.FailedToStart:
            self._end(tr("The program {} cannot be started.").format(self._setup.interpreter))

    def _finished(self, exit_code, status):
        self._read()
        if status != QProcess.ExitStatus.NormalExit:
            exit_code = exit_code or 1
        try:
            self.log.appendPlainText(self._setup.check(self._number, exit_code, self._output))
            self._number += 1
            if self._number < len(self._setup.steps()):
                self._next_step()
            else:
                note = self._setup.finish()
                self._setup = None
                self._end(note)
        except LmaError as error:
            self._end(sentence(error))

    def _end(self, message):
        if self._setup is not None:
            self._setup.abandon()
            self._setup = None
        self.log.appendPlainText(message)
        self._set_busy(False)
        self.show_state()

    def _set_busy(self, busy):
        self.busy.setVisible(busy)
        for widget in (self.install, self.from_file, self.remove, self.cpu):
            widget.setEnabled(not busy)
        self.gpu.setEnabled(not busy and GPU in installation.packages())

    def is_busy(self):
        """Return whether a set-up is running."""
        return self._setup is not None

    def done(self, result):
        """Stop a running set-up when the dialog is closed; nothing half-made is left."""
        if self._process is not None and self._process.state() != QProcess.ProcessState.NotRunning:
            self._process.finished.disconnect(self._finished)
            self._process.errorOccurred.disconnect(self._failed)
            self._process.kill()
            self._process.waitForFinished(3000)
        if self._setup is not None:
            self._setup.abandon()
            self._setup = None
        super().done(result)


def proxy_of_qgis():
    """Return the URL of the proxy that QGIS is set to, empty without."""
    settings = QgsSettings()
    if not settings.value("proxy/proxyEnabled", False, type=bool):
        return ""
    host, port = settings.value("proxy/proxyHost", "", type=str), settings.value("proxy/proxyPort", "", type=str)
    if not host:
        return ""
    url = QUrl()
    url.setScheme("http")
    url.setHost(host)
    if port.isdigit():
        url.setPort(int(port))
    user = settings.value("proxy/proxyUser", "", type=str)
    if user:
        url.setUserName(user)
        url.setPassword(settings.value("proxy/proxyPassword", "", type=str))
    return url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
