// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0
// The declarations are in CPango: a second module would declare cairo's types a second time.
