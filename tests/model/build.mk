# SPDX-License-Identifier: MIT
#
# The model of the frame protocol, checked by spin: as one of the tests, and with more turns by hand.

.PHONY: model
model: ## explore the model of the frame protocol (TURNS=3: longer)
	@sh tests/model/run $(TURNS)

HOST_TESTS += build/tests/host/model_frames

build/tests/host/model_frames: tests/model/run tests/model/frames.pml tests/model/build.mk
	@mkdir -p $(@D)
	$(call say,TEST,$@)
	$(Q)printf '#!/bin/sh\nexec sh tests/model/run\n' >$@ && chmod +x $@
