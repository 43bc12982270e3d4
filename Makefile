# Hai lệnh chính: `make demo` và `make test`. Chỉ cần Python 3.11 trở lên, make và kết nối tới kho gói Python.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8001
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help demo test lint bench bench-ocr bench-pdf bench-reports bench-web evaluate formats wheel clean .venv

help:
	@echo 'make demo      tạo .venv, nạp các văn bản mẫu và mở http://127.0.0.1:$(PORT)'
	@echo 'make test      tạo .venv nếu chưa có; kiểm tra mã nguồn và chạy mọi phép thử'
	@echo 'make .venv     chỉ tạo môi trường'
	@echo 'make evaluate  chấm điểm trên các văn bản mẫu trong corpus/'
	@echo 'make formats   dựng các văn bản mẫu thành Word, PDF, bản quét … và chấm điểm từng dạng'
	@echo 'make rules     bỏ lần lượt từng quy tắc, từng từ: cái nào không phép thử nào cần đến'
	@echo 'make rights    lập lại bảng "Ai được làm gì" trong README'
	@echo 'make screenshots chụp mọi trang vào build/screenshots (cần Chromium)'
	@echo 'make train     huấn luyện lại mô hình đọc song song (models/tagger)'
	@echo 'make bench     đo tốc độ từ văn bản ra JSON'
	@echo 'make bench-reports đo tốc độ các báo cáo trên sổ 100.000 việc tự sinh (TASKS=… để đổi)'
	@echo 'make bench-web đo tốc độ từng trang và từng câu hỏi trên sổ 1.000.000 việc tự sinh'
	@echo 'make bench-pdf đo tốc độ từ PDF có lớp chữ, so với pypdfium2 và pdfplumber'
	@echo 'make bench-archive đo tốc độ nạp cả kho: văn bản, PDF, DOCX; so với cách làm thông thường'
	@echo 'make bench-growth đo thời gian, bộ nhớ khi kho lớn từ 1.000 lên 100.000 văn bản'
	@echo 'make bench-ocr đo thời gian nhận dạng một trang quét 300 dpi'
	@echo 'make wheel     đóng gói vào dist/'
	@echo 'make clean     xóa những gì dựng ra, trừ data/'

.venv: .venv/.installed

# -qq keeps pip's warnings (script paths, index notes) off the screen; its errors still show.
.venv/.installed: pyproject.toml constraints.txt
	@echo 'Đang cài các gói vào .venv (lần đầu mất khoảng một phút) …'
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Cần Python 3.11 trở lên: make PYTHON=python3.12 …")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq -c constraints.txt -e '.[dev]'
	@touch $@

demo: .venv/.installed
	@$(BIN)/giaoviec demo --port $(PORT)

lint: .venv/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/pytest -n 2 --dist loadgroup

evaluate: .venv/.installed
	$(BIN)/giaoviec evaluate corpus

formats: .venv/.installed
	$(BIN)/python corpus/formats.py --out build/formats

# Leaves each rule of pipeline/rules out in turn: which of them no case and no sample document needs; it fails where one
# is not needed. ONLY="words units" tries out those files alone.
.PHONY: rules
rules: .venv/.installed
	$(BIN)/python tests/rule_mutation.py $(ONLY)

# The second reader of models/tagger, from invented dispatches and the hand-written ones: some minutes on one core.
.PHONY: train
train: .venv/.installed
	$(BIN)/python corpus/generate.py --count 3000 --seed 7 --out build/generated
	OMP_NUM_THREADS=1 $(BIN)/giaoviec train build/generated corpus/van-ban --epochs 2

# The table of who may open what, in the README, as the routes have it.
.PHONY: rights
rights: .venv/.installed
	$(BIN)/python .ci/rights.py

# A picture of every page at the sizes of an office screen and of a phone; GUIDE=1 draws those of docs/huong-dan.md anew.
.PHONY: screenshots
screenshots: .venv/.installed
	$(BIN)/python -m tests.browser.screenshots $(if $(GUIDE),--guide)

bench: .venv/.installed
	$(BIN)/python tests/bench/bench.py

# How long the reports take on a generated register; a million tasks take five minutes to fill it.
TASKS ?= 100000
bench-reports: .venv/.installed
	$(BIN)/python -m tests.bench.reports --tasks $(TASKS)

# An archive end to end with the real command.
.PHONY: bench-archive
bench-archive: .venv/.installed
	$(BIN)/python tests/bench/archive.py

# From 1,000 to 100,000 documents, half an hour; PLOT=1 draws the plot in the README anew.
.PHONY: bench-growth
bench-growth: .venv/.installed
	$(BIN)/python tests/bench/growth.py $(if $(PLOT),--plot)

# Every page of the app and every query as a browser gets them, on a register of a million tasks kept in /tmp.
bench-web: .venv/.installed
	$(BIN)/python -m tests.bench.web

bench-pdf: .venv/.installed
	$(BIN)/python tests/bench/pdf.py

bench-ocr: .venv/.installed
	$(BIN)/python tests/bench/ocr.py

wheel: .venv/.installed
	$(BIN)/python -m build --wheel --no-isolation --outdir dist

clean:
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
